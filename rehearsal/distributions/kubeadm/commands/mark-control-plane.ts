import type { SimulatedCluster } from "../../../cluster/cluster";
import type { NodeRegistration } from "../documents/node-registration";
import { KubeadmError } from "../kubeadm-error";
import type { KubeadmRun } from "./run";

const ROLE = "node-role.kubernetes.io/control-plane";

/** Labels and taints of a control plane's Node, through the API: kubeadm's phase `mark-control-plane`. */
export function markControlPlane(run: KubeadmRun, cluster: SimulatedCluster, { name, taints }: NodeRegistration): void {
  const node = cluster.nodes.get(name);
  if (!node) throw new KubeadmError(`error execution phase mark-control-plane: nodes "${name}" not found`);
  const wanted = taints ?? [{ key: ROLE, effect: "NoSchedule" }];
  run.say(
    `[mark-control-plane] Marking the node ${name} as control-plane by adding the labels: [${ROLE} node.kubernetes.io/exclude-from-external-load-balancers]`,
  );
  node.labels.set(ROLE, "");
  node.labels.set("node.kubernetes.io/exclude-from-external-load-balancers", "");
  if (wanted.length > 0)
    run.say(
      `[mark-control-plane] Marking the node ${name} as control-plane by adding the taints [${wanted.map(({ key, value, effect }) => `${key}${value ? `=${value}` : ""}:${effect}`).join(" ")}]`,
    );
  const others = node.taints.filter(
    (old) => !wanted.some(({ key, effect }) => key === old.key && effect === old.effect),
  );
  node.taints = [...others, ...wanted];
  cluster.settle(node.machine);
}
