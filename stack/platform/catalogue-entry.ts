import type { StackPlan } from "../../distributions/distribution";
import type { ChartFacts, PodSecurity } from "../../model/platform/chart-facts";
import type { PlatformPlan } from "../../model/platform/platform-plan";
import type { Manifest } from "../../model/platform/manifest";
import type { SecretPlan } from "../../model/platform/proxmox-accounts";
import type { Values } from "../../model/platform/values";

/** What an entry of the catalogue gets to know about its cluster. */
export interface Surroundings extends Pick<StackPlan, "cluster" | "nodes" | "gpus" | "proxmox"> {
  /** Names of all add-ons of the stack. */
  readonly addOns: readonly string[];
}

/** The tiers of a stack, and the namespaces that the program makes in them. */
export type Tiers = Pick<PlatformPlan, "tiers" | "namespaces">;

/** An add-on that the program knows: where its chart is, and how it is set up for a cluster. */
export interface CatalogueEntry {
  /** Its official spelling. */
  readonly title: string;
  readonly namespace: string;
  /** Of the default tiers; a stack with others says which. */
  readonly tier: string;
  readonly podSecurity: PodSecurity;
  /** Add-ons that must be there, and are installed before. */
  readonly needs?: readonly string[];
  /** Installed before this one where they are there at all. */
  readonly after?: readonly string[];
  /** Whether it has a Service that is ready only once somebody hands it an address. */
  readonly needsAddress?: true;
  /** Paths of values that nobody but the stack file knows. */
  readonly needsValues?: readonly string[];
  /** Path of the value that says the same in another way. */
  readonly orValue?: string;
  /** What a person has to do before its pods are ready; Helm does not wait for them. */
  readonly readyByHand?: string;
  /** Secrets that its chart reads, made before it. */
  readonly secrets?: readonly SecretPlan[];
  /** How long all of it may take to be ready. */
  readonly timeoutSeconds: number;
  readonly facts: ChartFacts;
  /** What is said to the chart; a stack file's own values come over it. */
  values(this: void, of: Surroundings): Values;
  /** What is made once it is ready, of the kinds that it brings. */
  objects?(this: void, of: Surroundings, tiers: Tiers): readonly Manifest[];
}
