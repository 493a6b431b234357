import type { KubeadmRun } from "../commands/run";
import type { NodeRegistration } from "../documents/node-registration";

/** One check's verdict. */
export interface Finding {
  readonly check: string;
  readonly level: "error" | "warning";
  readonly message: string;
}

export const failing = (check: string, message: string): Finding => ({ check, level: "error", message });
export const warning = (check: string, message: string): Finding => ({ check, level: "warning", message });

export interface CheckContext {
  readonly run: KubeadmRun;
  readonly registration: NodeRegistration;
  /** Version of the control plane, known only to `init` and to joining control planes. */
  readonly kubernetesVersion?: string;
}
