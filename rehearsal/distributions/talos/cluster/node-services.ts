import { running, waiting, type ServiceStatus } from "../machine/services";
import type { TalosNode } from "./talos-node";

/** What `talosctl service` lists of a machine's part in the cluster. */
export function servicesOf({ criUp, isControlPlane, server, etcdEvent }: TalosNode): readonly ServiceStatus[] {
  const cri = criUp ? running("cri") : waiting("cri", "Starting service");
  const kubelet = criUp ? running("kubelet") : waiting("kubelet", 'Waiting for service "cri" to be "up"');
  if (!isControlPlane) return [cri, kubelet];
  const etcd = server ? running("etcd", server.member.voting && server.cluster.answers()) : waiting("etcd", etcdEvent);
  return [cri, kubelet, etcd, running("trustd")];
}
