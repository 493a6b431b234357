import { createHash } from "node:crypto";
import { calicoFiles } from "../../../../model/calico-releases";
import type { JoinMaterial, ServerMaterial } from "../../../../model/render/kubeadm-script";
import {
  renderControlPlaneScript,
  renderKubeadmNodeScript,
  renderKubeadmTurnScript,
} from "../../../../model/render/kubeadm-script";
import { KUBERNETES_KEY_FINGERPRINT } from "../../../../model/render/kubernetes-apt";
import { planFor } from "../../../../model/distribution";
import { loadStackFile } from "../../../../model/load-stack-file";
import { parseConfig } from "../../../../model/parse";
import { plan } from "../../../../model/plan";
import { CertificateAuthority } from "../../../../rehearsal/cluster/certificates";
import { freshKeyPair } from "../../../../rehearsal/ssh-key-pair";
import { stackFileOf } from "../../../../scripts/stack-files";
import { patched, type Raw } from "../../../model/stack-fixtures";
import { recordStack } from "../../../support/record-stack";
import { planOf, type RecordedStack } from "./documents";
import { CALICO_STAND_IN } from "./kubernetes-archive";

export const MASTER = "k8s-master-1";
export const WORKER = "k8s-worker-2";

/** Of its stack file nothing is another but the sums of what stands in for Calico's manifests. */
function sections(): Raw {
  const { raw } = loadStackFile(stackFileOf("home-lab"));
  const { calicoVersion } = raw["cluster"] as { calicoVersion: string };
  const sum = createHash("sha256").update(CALICO_STAND_IN).digest("hex");
  const calicoSha256 = Object.fromEntries(calicoFiles(calicoVersion).map((file) => [file, sum]));
  return patched(raw, { cluster: { calicoSha256 } });
}

export const homeLab = planFor("kubeadm", plan(parseConfig(sections()), "home-lab"));

export const recordedHomeLab: RecordedStack = {
  plan: homeLab,
  record: async () => (await recordStack("home-lab", sections())).recording,
};

const master = planOf(MASTER, homeLab);

/** What opens the doors of control planes. */
export const joinKeys = { worker: freshKeyPair(), server: freshKeyPair() };

/** Made for this run, as the program makes it for a cluster. */
export async function freshMaterial(): Promise<ServerMaterial> {
  const { pem, keyPem } = await CertificateAuthority.create("kubernetes");
  const { worker, server } = joinKeys;
  const material: JoinMaterial = { caCert: pem, joinKey: server.private, hostKeys: [] };
  return { ...material, caKey: keyPem, joinKeys: { worker: worker.public.trim(), server: server.public.trim() } };
}

/** With what `signer`'s fingerprint says in place of the project's own: nobody here has the key of that. */
export function controlPlaneScript(material: ServerMaterial, signer = KUBERNETES_KEY_FINGERPRINT): string {
  return renderControlPlaneScript(homeLab, master, material).replace(KUBERNETES_KEY_FINGERPRINT, signer);
}

export const workerNodeScript = (): string => renderKubeadmNodeScript(master, planOf(WORKER, homeLab));
export const turnScript = (): string => renderKubeadmTurnScript(homeLab, master, master);
