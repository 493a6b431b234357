import type { Config } from "../config";
import type { PodSecurity } from "./chart-facts";
import type { SecretPlan } from "./proxmox-accounts";
import type { Values } from "./values";

export type PlatformConfig = NonNullable<Config["platform"]>;
export type AddOnConfig = PlatformConfig["addons"][string];

/** A release of a chart to install. Plain data. */
export interface AddOnPlan {
  /** Name of the add-on and of the release. */
  readonly name: string;
  readonly chart: string;
  readonly repository: string;
  readonly version: string;
  /** Of the package of its chart, where the stack file says it. */
  readonly sha256?: string;
  readonly namespace: string;
  /** Its tier's name. */
  readonly tier: string;
  readonly podSecurity?: PodSecurity;
  readonly values: Values;
  /** Add-ons that are installed before it. */
  readonly after: readonly string[];
  readonly timeoutSeconds: number;
  /** Secrets that its chart reads, made before it. */
  readonly secrets?: readonly SecretPlan[];
  /** What a person has to do before its pods are ready: nobody waits for that. */
  readonly readyByHand?: string;
}
