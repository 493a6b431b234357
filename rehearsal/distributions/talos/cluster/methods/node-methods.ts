import { RpcError, type RpcCall, type Handler, type Methods } from "../../machine/rpc";
import type { TalosNode } from "../talos-node";
import { bootstrapMethod } from "./bootstrap";
import { etcdMethods } from "./etcd";
import { healthCheck } from "./health";
import { kubeconfigMethod } from "./kubeconfig";
import { legacyUpgrade } from "./legacy-upgrade";
import { resourcesMethod } from "./resources";

/** What a configured machine's API can do with its part of the cluster. */
export function nodeMethods(node: TalosNode): Methods {
  const etcd = Object.entries(etcdMethods(node)).map(([method, { name, act }]) => [method, only(node, name, act)]);
  return {
    "MachineService/Bootstrap": bootstrapMethod(node),
    "MachineService/Kubeconfig": only(node, "kubeconfig", kubeconfigMethod(node)),
    "MachineService/Upgrade": legacyUpgrade(node),
    "ClusterService/HealthCheck": only(node, "cluster health check", healthCheck(node)),
    "State/Get": resourcesMethod(node),
    ...(Object.fromEntries(etcd) as Methods),
  };
}

/** Refuses on workers (machinehelper.CheckControlplane). */
export function only(node: TalosNode, name: string, act: Handler): Handler {
  return (call: RpcCall) => {
    if (!node.isControlPlane) throw new RpcError("Unimplemented", `${name} is only available on control plane nodes`);
    return act(call);
  };
}
