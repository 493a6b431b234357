import type { EtcdError } from "../../../cluster/etcd";
import { dropMember } from "../../../cluster/membership";
import { durationOf } from "../documents/values";
import { ADMIN_CONF, BOOTSTRAP_CONF, ETC, KUBELET_CONF, SUPER_ADMIN_CONF } from "../files/kubeconfigs";
import { PKI } from "../files/pki";
import { ETCD_DATA, MANIFESTS, podFlag, readStaticPods } from "../files/static-pods";
import { KubeadmError } from "../kubeadm-error";
import { containersOf } from "../node/containers";
import { checkRoot, judgeFindings } from "../preflight/preflight";
import { connectAsAdmin, type Reached } from "./api-client";
import { ignoredChecks, readFlags, flagValue } from "./flags";
import type { KubeadmRun } from "./run";

const flags = {
  values: ["config", "cri-socket", "cert-dir", "kubeconfig", "skip-phases"],
  flags: ["force", "f", "cleanup-tmp-dir"],
};
const CONFIG_MAP = "/api/v1/namespaces/kube-system/configmaps/kubeadm-config?timeout=10s";
/** Timeouts.etcdAPICall. */
const ETCD_SECONDS = durationOf("2m0s") ?? 120;

/**
 * `kubeadm reset`: takes the own member out of etcd through the API, then everything off the machine. Without the API it
 * only warns, and the member stays for the others to remove.
 */
export async function reset(run: KubeadmRun, args: readonly string[]): Promise<void> {
  const parsed = readFlags(args, flags);
  if (!parsed.flags.has("f") && !parsed.flags.has("force"))
    throw new KubeadmError("error execution phase preflight: aborted reset operation");
  const kubeconfig = flagValue(parsed, "kubeconfig") ?? ADMIN_CONF;
  const reached = fetchConfiguration(run, kubeconfig);
  run.say("[preflight] Running pre-flight checks");
  const registration = { name: "", criSocket: "", taints: undefined, kubeletArgs: new Map<string, string>() };
  const context = { run, registration: { ...registration, ignored: ignoredChecks(parsed, []) } };
  judgeFindings(context, checkRoot(context));
  await removeMember(run, reached);
  await cleanUp(run);
}

function fetchConfiguration(run: KubeadmRun, kubeconfig: string): Reached | undefined {
  if (!run.guest.tree.exists(kubeconfig)) return undefined;
  try {
    run.say('[reset] Reading configuration from the "kubeadm-config" ConfigMap in namespace "kube-system"...');
    return connectAsAdmin(run, kubeconfig, CONFIG_MAP);
  } catch (error) {
    if (!(error instanceof KubeadmError)) throw error;
    run.warn(
      `reset.go:143] [reset] Unable to fetch the kubeadm-config ConfigMap from cluster: failed to get config map: ${error.message}`,
    );
    return undefined;
  }
}

async function removeMember(run: KubeadmRun, reached: Reached | undefined): Promise<void> {
  const { tree } = run.guest;
  if (reached) await leaveEtcd(run, reached);
  else run.warn("removeetcdmember.go:105] [reset] No kubeadm config, using etcd pod spec to get data directory");
  if (tree.list(ETCD_DATA).length === 0) return;
  tree.remove(ETCD_DATA);
  tree.makeDirectories(ETCD_DATA, 0o700);
  run.say(`[reset] Deleted contents of the etcd data directory: ${ETCD_DATA}`);
}

/** The last member of all stays: there is nobody it could leave. */
async function leaveEtcd(run: KubeadmRun, { cluster }: Reached): Promise<void> {
  const url = podFlag(readStaticPods(run.guest.tree).get("etcd"), "initial-advertise-peer-urls") ?? "";
  const address = url.replace(/^https:\/\/|:\d+$/g, "");
  const member = cluster.etcd.at(address);
  if (!member || cluster.etcd.members.length === 1) return;
  let last: EtcdError | undefined;
  const removed = await run.until(ETCD_SECONDS, () => {
    last = cluster.etcd.refusesRemoval(member);
    return last === undefined;
  });
  if (removed) return dropMember(cluster, member);
  run.warn(
    `removeetcdmember.go:66] [reset] Failed to remove etcd member: ${last?.message ?? ""}, please manually remove this etcd member using etcdctl`,
  );
}

async function cleanUp(run: KubeadmRun): Promise<void> {
  const { guest, clusters } = run;
  const { tree, units } = guest;
  run.say("[reset] Stopping the kubelet service");
  if (units.files.find("kubelet.service")) await units.stop("kubelet.service");
  run.say('[reset] Unmounting mounted directories in "/var/lib/kubelet"');
  // Containers are asked to end, as a machine is that shuts down.
  const { events, latencies } = guest.context;
  await events.span(guest.name, "kubeadm reset", latencies.shutdown, () => run.work(latencies.shutdown));
  containersOf(guest, clusters).removeAll();
  run.say(`[reset] Deleting contents of directories: [${MANIFESTS} /var/lib/kubelet ${PKI}]`);
  for (const folder of [MANIFESTS, "/var/lib/kubelet", PKI]) {
    tree.remove(folder);
    tree.makeDirectories(folder);
  }
  const files = [
    ADMIN_CONF,
    SUPER_ADMIN_CONF,
    KUBELET_CONF,
    BOOTSTRAP_CONF,
    `${ETC}/controller-manager.conf`,
    `${ETC}/scheduler.conf`,
  ];
  run.say(`[reset] Deleting files: [${files.join(" ")}]`);
  for (const path of files) tree.remove(path);
  run.say(
    "\nThe reset process does not perform cleanup of CNI plugin configuration,\nnetwork filtering rules and kubeconfig files.\n",
  );
}
