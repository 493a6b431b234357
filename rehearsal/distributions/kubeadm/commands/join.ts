import { keepImage } from "../../../guests/containerd/images";
import { writeKubeconfig } from "../../../cluster/kubeconfig";
import type { Values } from "../documents/values";
import { isReady } from "../../../cluster/conditions";
import { BOOTSTRAP_CONF, KUBELET_CONF } from "../files/kubeconfigs";
import { PKI } from "../files/pki";
import { controlPlaneImages, missingImages, pullMs, workerImages } from "../images";
import { inPhase, KubeadmError } from "../kubeadm-error";
import { kubeadmMinor, since } from "../release";
import type { CheckContext } from "../preflight/check";
import { controlPlaneChecks, etcdChecks, fileAvailable } from "../preflight/control-plane-checks";
import { networkChecks, nodeChecks } from "../preflight/node-checks";
import { checkRoot, judgeFindings, pullImages } from "../preflight/preflight";
import { discover, type Discovered } from "./discover";
import { readFlags } from "./flags";
import { checkReady, downloadCerts, prepareControlPlane } from "./join-control-plane";
import { checkEtcd, joinEtcd } from "./join-etcd";
import { joinFlags, planJoin, type JoinPlan } from "./join-plan";
import { startKubelet, waitForKubelet } from "./kubelet-start";
import { markControlPlane } from "./mark-control-plane";
import type { KubeadmRun } from "./run";
import { waitForControlPlane } from "./wait-control-plane";

/** Timeouts.tlsBootstrap. */
const BOOTSTRAP_SECONDS = 300;

/** `kubeadm join`: a worker, or with `controlPlane` a further control plane. */
export async function join(run: KubeadmRun, args: readonly string[]): Promise<void> {
  const plan = planJoin(run, readFlags(args, joinFlags));
  const { agentJoin, serverJoin } = run.guest.context.latencies;
  const ms = plan.controlPlane ? serverJoin : agentJoin;
  const all = plan.controlPlane ? controlPlaneImages(run.version) : workerImages(run.version);
  const images = missingImages(run.guest, all);
  const missing = { images, ms: pullMs(images, all, ms) };
  const label = `kubeadm join: ${plan.controlPlane ? "control plane" : "worker"}`;
  const left = ms - pullMs(all, all, ms) + missing.ms;
  await run.guest.context.events.span(run.guest.name, label, left, () => joinAs(run, plan, missing));
}

/** What the machine lacks, and how long that takes to pull. */
interface Missing {
  readonly images: readonly string[];
  readonly ms: number;
}

async function joinAs(run: KubeadmRun, plan: JoinPlan, missing: Missing): Promise<void> {
  const found = await phase("preflight", () => preflight(run, plan, missing));
  const { controlPlane, registration } = plan;
  if (controlPlane) {
    const { certificateKey } = controlPlane;
    if (certificateKey !== undefined)
      await phase("control-plane-prepare/download-certs", () => downloadCerts(run, found, certificateKey));
    await phase("control-plane-prepare/certs", () => prepareControlPlane(run, found, plan));
    await phase("check-etcd", () => checkEtcd(run, found.cluster));
  }
  await phase("kubelet-start", () => kubelet(run, found, plan));
  const localMode = kubeadmMinor(run.version) >= since.localKubelet;
  const enter = (): Promise<void> => joinEtcd(run, found.cluster, registration.name, plan.address);
  if (controlPlane && localMode) await phase("etcd-join", enter);
  await phase(controlPlane && localMode ? "kubelet-wait-bootstrap" : "kubelet-start", () => bootstrapped(run));
  if (!controlPlane) return sayJoined(run);
  if (!localMode) await phase("control-plane-join/etcd", enter);
  if (kubeadmMinor(run.version) >= since.newWords)
    await phase("wait-control-plane", () => waitForControlPlane(run, plan.address, plan.url));
  await run.until(BOOTSTRAP_SECONDS, () => found.cluster.nodes.has(registration.name));
  await phase("control-plane-join/mark-control-plane", () => markControlPlane(run, found.cluster, registration));
  run.say("\nThis node has joined the cluster and a new control plane instance was created:\n");
}

async function phase<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw inPhase(name, error);
  }
}

async function preflight(run: KubeadmRun, plan: JoinPlan, missing: Missing): Promise<Discovered> {
  const { controlPlane, registration } = plan;
  const context: CheckContext = { run, registration };
  run.say("[preflight] Running pre-flight checks");
  judgeFindings(context, checkRoot(context));
  judgeFindings(context, [
    ...fileAvailable(context, KUBELET_CONF),
    ...fileAvailable(context, BOOTSTRAP_CONF),
    ...nodeChecks(context),
    ...(controlPlane ? [] : fileAvailable(context, `${PKI}/ca.crt`)),
    ...networkChecks(context),
  ]);
  const found = await discover(run, plan);
  if (!controlPlane) {
    // The kubelet's to pull, a moment later.
    await run.work(missing.ms);
    for (const image of missing.images) keepImage(run.guest, image);
    return found;
  }
  checkReady(run, found, controlPlane.certificateKey);
  run.say("[preflight] Running pre-flight checks before initializing the new control plane instance");
  const second = { ...context, kubernetesVersion: found.configuration.kubernetesVersion };
  judgeFindings(second, [...controlPlaneChecks(second), ...etcdChecks(second)]);
  await pullImages(second, missing.images, missing.ms);
  return found;
}

/** Hands the kubelet what it needs to ask for a certificate; it fails if a node of that name is Ready. */
async function kubelet(run: KubeadmRun, found: Discovered, plan: JoinPlan): Promise<void> {
  const { cluster, configuration } = found;
  const { tree } = run.guest;
  const { registration, controlPlane } = plan;
  const ca = cluster.authorities.ca.pem;
  const usesOwn = controlPlane !== undefined && kubeadmMinor(run.version) >= since.localKubelet;
  const server = usesOwn ? `https://${plan.address}:6443` : found.server;
  const names = { server, cluster: configuration.clusterName, user: "tls-bootstrap-token-user" };
  tree.write(BOOTSTRAP_CONF, writeKubeconfig(names, ca, { token: plan.tlsToken }), 0o600);
  if (!tree.exists(`${PKI}/ca.crt`)) tree.write(`${PKI}/ca.crt`, ca, 0o644);
  const node = cluster.nodes.get(registration.name);
  if (node && isReady(cluster, node))
    throw new KubeadmError(
      `a Node with name "${registration.name}" and status "Ready" already exists in the cluster. You must delete the existing Node or change the name of this new joining Node`,
    );
  const kubeletConfig = cluster.manifests.find("ConfigMap", ({ metadata }) => metadata?.name === "kubelet-config");
  const content = kubeletConfig?.spec?.kubelet as Values | undefined;
  await startKubelet(run, { registration, kubelet: content, registersTaints: !controlPlane });
}

async function bootstrapped(run: KubeadmRun): Promise<void> {
  const { tree } = run.guest;
  try {
    await waitForKubelet(run);
    run.say("[kubelet-start] Waiting for the kubelet to perform the TLS Bootstrap");
    if (!(await run.until(BOOTSTRAP_SECONDS, () => tree.exists(KUBELET_CONF))))
      throw new KubeadmError("failed while waiting for TLS bootstrap: context deadline exceeded");
  } finally {
    tree.remove(BOOTSTRAP_CONF);
  }
}

function sayJoined(run: KubeadmRun): void {
  run.say(
    "\nThis node has joined the cluster:\n* Certificate signing request was sent to apiserver and a response was received.\n* The Kubelet was informed of the new secure connection details.\n\nRun 'kubectl get nodes' on the control-plane to see this node join the cluster.\n",
  );
}
