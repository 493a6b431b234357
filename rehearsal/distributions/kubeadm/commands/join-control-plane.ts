import { controlPlaneNames } from "../files/control-plane-names";
import { endpointUrl } from "../documents/cluster-configuration";
import { writeKubeconfigs } from "../files/kubeconfigs";
import { loadAuthority, PKI, sharedFiles, writePki } from "../files/pki";
import { components, writeComponentPod } from "../files/static-pods";
import { KubeadmError } from "../kubeadm-error";
import type { Discovered } from "./discover";
import type { JoinPlan } from "./join-plan";
import type { KubeadmRun } from "./run";

/** A cluster takes further control planes only at an address that outlives any one of them, and with the shared keys. */
export function checkReady(run: KubeadmRun, { configuration }: Discovered, certificateKey: string | undefined): void {
  const missing = sharedFiles.find((path) => !run.guest.tree.exists(path));
  const trouble =
    configuration.controlPlaneEndpoint === undefined
      ? "unable to add a new control plane instance to a cluster that doesn't have a stable controlPlaneEndpoint address"
      : certificateKey === undefined && missing !== undefined
        ? `failure loading certificate for CA: couldn't load the certificate file ${missing}: open ${missing}: no such file or directory`
        : undefined;
  if (trouble === undefined) return;
  throw new KubeadmError(
    `\nOne or more conditions for hosting a new control plane instance is not satisfied.\n\n${trouble}\n\nPlease ensure that:\n* The cluster has a stable controlPlaneEndpoint address.\n* The certificates that must be shared among control plane instances are provided.\n\n`,
  );
}

/** Fetches the shared keys with the certificate key: kubeadm's phase `control-plane-prepare/download-certs`. */
export function downloadCerts(run: KubeadmRun, { kubeadm }: Discovered, key: string): void {
  run.say('[download-certs] Downloading the certificates in Secret "kubeadm-certs" in the "kube-system" Namespace');
  const files = kubeadm.certs.download(key);
  if (files === "missing")
    throw new KubeadmError(
      'error downloading certs: error downloading the secret: Secret "kubeadm-certs" was not found in the "kube-system" Namespace. This Secret might have expired. Please, run `kubeadm init phase upload-certs --upload-certs` on a control plane to generate a new one',
    );
  if (files === "wrong key")
    throw new KubeadmError(
      "error downloading certs: error decoding secret data with provided key: cipher: message authentication failed",
    );
  run.say(`[download-certs] Saving the certificates to the folder: "${PKI}"`);
  for (const [path, content] of files) run.guest.tree.write(path, content, path.endsWith(".key") ? 0o600 : 0o644);
}

/** Certificates, kubeconfigs and manifests of a further control plane; etcd comes later. */
export async function prepareControlPlane(run: KubeadmRun, found: Discovered, plan: JoinPlan): Promise<void> {
  const { configuration } = found;
  const { registration, address } = plan;
  const names = controlPlaneNames(run.version, configuration, registration.name, address);
  await writePki(run.guest.tree, names, run.say);
  const ca = await loadAuthority(run.guest.tree, "ca");
  const spec = {
    ca,
    cluster: configuration.clusterName,
    node: registration.name,
    endpoint: endpointUrl(configuration) ?? plan.url,
    local: `https://${address}:6443`,
    release: run.version,
  };
  await writeKubeconfigs(run.guest.tree, spec, false, run.say);
  run.say('[control-plane] Using manifest folder "/etc/kubernetes/manifests"');
  for (const component of components) {
    run.say(`[control-plane] Creating static Pod manifest for "${component}"`);
    writeComponentPod(run.guest.tree, component, configuration, address);
  }
}
