import type { NodePlan } from "../../../../model/cluster-plan";
import type { KubeadmPlan } from "../../../../distributions/kubeadm/plan";
import type { JoinInputs, ServerInputs } from "../../../../distributions/kubeadm/script";
import {
  renderControlPlaneScript,
  renderKubeadmNodeScript,
  renderKubeadmPrepareScript,
  renderWorkerScript,
} from "../../../../distributions/kubeadm/script";
import {
  renderKubeadmHealthGateScript,
  renderKubeadmDrainScript,
} from "../../../../distributions/kubeadm/gate-and-drain-scripts";
import { KUBERNETES_KEY_FINGERPRINT } from "../../../../distributions/kubeadm/kubernetes-packages";
import { CertificateAuthority } from "../../../../rehearsal/cluster/certificates";
import { freshKeyPair } from "pve-simulator/ssh";

/** Keys that control planes issue join tokens to. */
export const joinKeys = { worker: freshKeyPair(), server: freshKeyPair() };

/** Made for this run, as the program makes it for a cluster. */
export async function newInputs(): Promise<ServerInputs> {
  const { pem, keyPem } = await CertificateAuthority.create("kubernetes");
  const { worker, server } = joinKeys;
  const inputs: JoinInputs = { caCert: pem, joinKey: server.private, hostKeys: [] };
  return { ...inputs, caKey: keyPem, joinKeys: { worker: worker.public.trim(), server: server.public.trim() } };
}

/** What is new in every run. */
export function secretsOf({ caCert, caKey, joinKey, joinKeys: keys }: ServerInputs): string[] {
  const publicKeys = [keys.worker, keys.server].map((key) => key.split(" ")[1] ?? "");
  return [caCert, caKey, joinKey, ...publicKeys].map((text) => text.trim()).filter((text) => text !== "");
}

/**
 * What a cluster's machines run. They trust `signer` in place of the project's own key for its packages: nobody here has
 * the key of that.
 */
export class KubeadmScripts {
  private readonly stack: KubeadmPlan;
  private readonly signer: string;

  constructor(stack: KubeadmPlan, signer: string = KUBERNETES_KEY_FINGERPRINT) {
    this.stack = stack;
    this.signer = signer;
  }

  prepare(node: NodePlan): string {
    return this.trusting(renderKubeadmPrepareScript(this.stack, node));
  }

  controlPlane(node: NodePlan, inputs: ServerInputs): string {
    return this.trusting(renderControlPlaneScript(this.stack, node, inputs));
  }

  worker(node: NodePlan, inputs: JoinInputs): string {
    return this.trusting(renderWorkerScript(this.stack, node, inputs));
  }

  /** What a control plane does for a worker. */
  node(contact: NodePlan, node: NodePlan): string {
    return renderKubeadmNodeScript(contact, node);
  }

  /** What it does before a worker's machine restarts. */
  drain(contact: NodePlan, node: NodePlan): string {
    return renderKubeadmDrainScript(contact, node);
  }

  healthGate(contact: NodePlan): string {
    return renderKubeadmHealthGateScript(this.stack, contact, contact);
  }

  private trusting(script: string): string {
    return script.replace(KUBERNETES_KEY_FINGERPRINT, this.signer);
  }
}
