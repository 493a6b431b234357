import { NetworkError } from "../../../network/network-error";
import type { SimulatedCluster } from "../../../cluster/cluster";
import { EtcdError, type Member } from "../../../cluster/etcd";
import { writeEtcdPod } from "../files/static-pods";
import { KubeadmError } from "../kubeadm-error";
import type { KubeadmRun } from "./run";

/** Timeouts.etcdAPICall: every request to etcd is tried that long. */
const SECONDS = 120;
/** etcdHealthyCheckRetries times etcdHealthyCheckInterval. */
const HEALTHY_SECONDS = 40;

/** Every member in the list has to answer, or no further one is let in: kubeadm's phase `check-etcd`. */
export async function checkEtcd(run: KubeadmRun, cluster: SimulatedCluster): Promise<void> {
  run.say("[check-etcd] Checking that the etcd cluster is healthy");
  const dead = (): Member | undefined => cluster.etcd.members.find((member) => !endpointAnswers(run, member));
  if (await run.until(SECONDS, () => dead() === undefined && cluster.answers())) return;
  const url = `https://${dead()?.address ?? ""}:2379`;
  throw new KubeadmError(
    `etcd cluster is not healthy: failed to dial endpoint ${url} with maintenance client: context deadline exceeded`,
  );
}

/** A member that was only announced has no address to dial yet. */
function endpointAnswers({ guest }: KubeadmRun, { name, address }: Member): boolean {
  if (name === "") return true;
  try {
    return guest.fabric.find(guest.network, address, 2379).name === "etcd";
  } catch (error) {
    if (error instanceof NetworkError) return false;
    throw error;
  }
}

/** Announces this machine as a learner, starts its etcd and has it promoted once it has caught up. */
export async function joinEtcd(
  run: KubeadmRun,
  cluster: SimulatedCluster,
  node: string,
  address: string,
): Promise<void> {
  const { etcd } = cluster;
  cluster.emit("server-joining", run.guest.name);
  const member = await etcdCall(run, () => etcd.announce(node, address));
  run.say("[etcd] Announced new etcd member joining to the existing etcd cluster");
  run.say('[etcd] Creating static Pod manifest for "etcd"');
  const initialCluster = etcd.members.map(
    (each) => `${each === member ? node : each.name || Number(each.id).toString(16)}=https://${each.address}:2380`,
  );
  writeEtcdPod(run.guest.tree, { name: node, address, initialCluster, isNew: false, release: run.version });
  if (!member.voting) {
    await etcdCall(run, () => etcd.promote(member));
    cluster.emit("server-joined", run.guest.name);
    cluster.settle(run.guest.name);
  }
  run.say("[etcd] Waiting for the new etcd member to join the cluster. This can take up to 40s");
  if (!(await run.until(HEALTHY_SECONDS, () => endpointAnswers(run, member) && member.up)))
    throw new KubeadmError(
      "error creating local etcd static pod manifest file: timeout waiting for etcd cluster to be available",
    );
}

async function etcdCall<T>(run: KubeadmRun, call: () => T): Promise<T> {
  let result: { readonly value: T } | undefined;
  let last = "";
  await run.until(SECONDS, () => {
    try {
      result = { value: call() };
      return true;
    } catch (error) {
      if (!(error instanceof EtcdError)) throw error;
      last = error.message;
      return false;
    }
  });
  if (result) return result.value;
  throw new KubeadmError(`error creating local etcd static pod manifest file: ${last}`);
}
