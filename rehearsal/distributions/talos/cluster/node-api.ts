import { certificateSigned } from "./reach";
import type { TalosNode } from "./talos-node";
import { Trustd, TRUSTD_PORT } from "./trustd";

/** Opens the machine's API with a certificate of its cluster: control planes sign it themselves, a worker waits for one of them to. */
export async function openApi(node: TalosNode): Promise<void> {
  const { machine, config, signal } = node;
  while (!node.isControlPlane && !signal.aborted && !certificateSigned(node)) await node.pause(1);
  if (signal.aborted) return;
  if (node.isControlPlane) {
    const close = machine.network.listen(TRUSTD_PORT, new Trustd(config));
    signal.addEventListener("abort", close, { once: true });
  }
  const ca = config.pair("machine.ca")?.certificate ?? "";
  const more = config.list("machine.certSANs").map(String);
  const names = [machine.address ?? "", machine.hostname, "127.0.0.1", ...more];
  machine.openApi({ tls: { ca, names }, forwards: node.isControlPlane });
}
