import { controlPlaneNames } from "../files/control-plane-names";
import { writeKubeconfigs } from "../files/kubeconfigs";
import { loadAuthority, writePki } from "../files/pki";
import { components, writeComponentPod, writeEtcdPod } from "../files/static-pods";
import { controlPlaneImages, missingImages, pullMs } from "../images";
import { inPhase } from "../kubeadm-error";
import type { CheckContext } from "../preflight/check";
import { controlPlaneChecks, etcdChecks } from "../preflight/control-plane-checks";
import { networkChecks, nodeChecks } from "../preflight/node-checks";
import { checkRoot, judgeFindings, pullImages } from "../preflight/preflight";
import { readFlags } from "./flags";
import { finishInit } from "./init-finish";
import { initFlags, planInit, type InitPlan } from "./init-plan";
import { startKubelet, waitForKubelet } from "./kubelet-start";
import type { KubeadmRun } from "./run";
import { waitForControlPlane } from "./wait-control-plane";

/** Share of the profile's time for a first server: what comes after the API answers. */
const FINISH_SHARE = 0.2;

/** `kubeadm init`: creates a new cluster on this machine, even if another one answers at the endpoint. */
export async function init(run: KubeadmRun, args: readonly string[]): Promise<void> {
  const parsed = readFlags(args, initFlags);
  const plan = planInit(run, parsed);
  const { firstServer } = run.guest.context.latencies;
  run.say(`[init] Using Kubernetes version: ${plan.configuration.kubernetesVersion}`);
  const all = controlPlaneImages(plan.configuration.kubernetesVersion);
  const missing = missingImages(run.guest, all);
  const pull = pullMs(missing, all, firstServer);
  const ms = firstServer - pullMs(all, all, firstServer) + pull;
  await run.guest.context.events.span(run.guest.name, "kubeadm init", ms, async () => {
    await phase("preflight", () => preflight(run, plan, missing, pull));
    await phase("certs", () => certificates(run, plan));
    await phase("kubelet-start", () => staticPods(run, plan));
    await phase("wait-control-plane", async () => {
      await waitForKubelet(run);
      await waitForControlPlane(run, plan.address, plan.endpoint);
    });
    await run.work(firstServer * FINISH_SHARE);
    await finishInit(run, plan, {
      uploadCerts: parsed.flags.has("upload-certs"),
      printToken: !parsed.flags.has("skip-token-print"),
      printKey: !parsed.flags.has("skip-certificate-key-print"),
    });
  });
}

async function phase(name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw inPhase(name, error);
  }
}

async function preflight(run: KubeadmRun, plan: InitPlan, missing: readonly string[], ms: number): Promise<void> {
  const context: CheckContext = {
    run,
    registration: plan.registration,
    kubernetesVersion: plan.configuration.kubernetesVersion,
  };
  run.say("[preflight] Running pre-flight checks");
  judgeFindings(context, checkRoot(context));
  judgeFindings(context, [
    ...controlPlaneChecks(context),
    ...nodeChecks(context),
    ...networkChecks(context),
    ...etcdChecks(context),
  ]);
  await pullImages(context, missing, ms);
}

async function certificates(run: KubeadmRun, { configuration, registration, address, endpoint, local }: InitPlan) {
  const { tree } = run.guest;
  const names = controlPlaneNames(run.version, configuration, registration.name, address);
  await writePki(tree, names, run.say);
  const ca = await loadAuthority(tree, "ca");
  const spec = {
    ca,
    cluster: configuration.clusterName,
    node: registration.name,
    endpoint,
    local,
    release: run.version,
  };
  await writeKubeconfigs(tree, spec, true, run.say);
}

async function staticPods(run: KubeadmRun, { configuration, registration, kubelet, address }: InitPlan): Promise<void> {
  const { tree } = run.guest;
  const { name } = registration;
  run.say('[etcd] Creating static Pod manifest for local etcd in "/etc/kubernetes/manifests"');
  writeEtcdPod(tree, {
    name,
    address,
    initialCluster: [`${name}=https://${address}:2380`],
    isNew: true,
    release: run.version,
  });
  run.say('[control-plane] Using manifest folder "/etc/kubernetes/manifests"');
  for (const component of components) {
    run.say(`[control-plane] Creating static Pod manifest for "${component}"`);
    writeComponentPod(tree, component, configuration, address);
  }
  await startKubelet(run, { registration, kubelet, registersTaints: false });
  run.say(
    '[wait-control-plane] Waiting for the kubelet to boot up the control plane as static Pods from directory "/etc/kubernetes/manifests"',
  );
}
