import { RpcError, type Handler } from "../../machine/rpc";
import { ETCD_DATA } from "../etcd-member";
import type { TalosNode } from "../talos-node";

/** How long the call waits for the clock. */
const TIME_SECONDS = 5;

/** machined's Bootstrap: it asks what lies on this machine's disk, and nobody else. */
export function bootstrapMethod(node: TalosNode): Handler {
  return async () => {
    const { machine } = node;
    if (!node.criUp) throw new RpcError("FailedPrecondition", "bootstrap is not available yet");
    if (!node.isControlPlane) throw new RpcError("Unimplemented", "bootstrap is only available on control plane nodes");
    if (!machine.network.interfaces.some(({ gateway }) => gateway !== undefined)) {
      await node.pause(TIME_SECONDS);
      throw new RpcError("FailedPrecondition", "time is not in sync yet");
    }
    if (machine.disk.ephemeral.has(ETCD_DATA)) throw new RpcError("AlreadyExists", "etcd data directory is not empty");
    node.bootstrap();
    return {};
  };
}
