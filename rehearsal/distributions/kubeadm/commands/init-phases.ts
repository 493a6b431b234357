import { controlPlaneNames } from "../files/control-plane-names";
import { ADMIN_CONF } from "../files/kubeconfigs";
import { writeApiServerCertificate } from "../files/pki";
import { inPhase } from "../kubeadm-error";
import { connectAsAdmin, retrying } from "./api-client";
import { flagValue, readFlags } from "./flags";
import { initFlags, planInit } from "./init-plan";
import type { KubeadmRun } from "./run";

const CONFIG_MAPS = "/api/v1/namespaces/kube-system/configmaps?timeout=10s";

/** `kubeadm init phase certs apiserver`: leaves a certificate that is there as it is, whatever the document names. */
export async function apiServerCertificatePhase(run: KubeadmRun, args: readonly string[]): Promise<void> {
  const { configuration, registration, address } = planInit(run, readFlags(args, initFlags));
  const names = controlPlaneNames(run.version, configuration, registration.name, address);
  try {
    await writeApiServerCertificate(run.guest.tree, names, run.say);
  } catch (error) {
    throw inPhase("certs/apiserver", error);
  }
}

/** `kubeadm init phase upload-config kubeadm`: what later joins go by. */
export async function uploadConfigPhase(run: KubeadmRun, args: readonly string[]): Promise<void> {
  const parsed = readFlags(args, { ...initFlags, values: [...initFlags.values, "kubeconfig"] });
  const { configuration } = planInit(run, parsed);
  const kubeconfig = flagValue(parsed, "kubeconfig") ?? ADMIN_CONF;
  try {
    const { kubeadm } = await retrying(run, 60, () => connectAsAdmin(run, kubeconfig, CONFIG_MAPS));
    run.say(
      '[upload-config] Storing the configuration used in ConfigMap "kubeadm-config" in the "kube-system" Namespace',
    );
    kubeadm.configuration = configuration;
  } catch (error) {
    throw inPhase("upload-config/kubeadm", error);
  }
}
