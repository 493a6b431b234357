import { hasImage, keepImage, pullTrouble } from "../../../guests/containerd/images";
import { failed, ok, type Outcome, type Process } from "../../../guests/program";
import { parseFlags } from "../../../guests/programs/flags";
import type { Clusters } from "../../../cluster/clusters";
import { components } from "../files/static-pods";
import { controlPlaneImages, pullMs } from "../images";
import { containersOf } from "./containers";
import { kubeletVersion, runtimeTrouble } from "./kubelet-settings";

/** crictl of cri-tools: which containers run, and the images of the runtime. */
export async function crictl(args: readonly string[], process: Process, clusters: Clusters): Promise<Outcome> {
  const { guest } = process;
  const trouble = runtimeTrouble(guest, "unix:///run/containerd/containerd.sock");
  if (trouble !== undefined) return failed(1, `FATA[0000] ${trouble}`);
  const parsed = parseFlags(args, { values: ["image-endpoint", "i", "runtime-endpoint", "r"], flags: ["q", "quiet"] });
  const [command, image] = parsed.operands;
  if (image === undefined) return containers(process, clusters);
  if (command === "pull") return pull(process, image);
  if (command === "inspecti") return hasImage(guest, image) ? ok(`${image}\n`) : noSuchImage(image);
  return failed(1, `No help topic for '${command ?? ""}'`);
}

const noSuchImage = (image: string): Outcome => failed(1, `FATA[0000] no such image "${image}" present`);

async function pull({ guest, signal }: Process, image: string): Promise<Outcome> {
  const why = pullTrouble(guest, image);
  if (why !== undefined) return failed(1, `FATA[0000] pulling image: rpc error: code = Unknown desc = ${why}`);
  const { firstServer, guestSecond } = guest.context.latencies;
  const ms = pullMs([image], controlPlaneImages(kubeletVersion(guest)), firstServer);
  const label = `pull ${image.split("/").at(-1) ?? image}`;
  await guest.context.events.span(guest.name, label, ms, () => guest.sleep(ms / Math.max(guestSecond, 0.001), signal));
  if (signal.aborted) return { exitCode: 130 };
  keepImage(guest, image);
  return ok(`Image is up to date for ${image}\n`);
}

function containers({ guest }: Process, clusters: Clusters): Outcome {
  const names = containersOf(guest, clusters).server?.serves() ? ["etcd", ...components] : [];
  const rows = names.map((name, index) => `c0ffee000000${index}  Running    ${name}\n`);
  return ok(`CONTAINER      STATE      NAME\n${rows.join("")}`);
}
