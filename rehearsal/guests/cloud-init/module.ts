import type { LinuxGuest } from "../guest";
import type { Outcome } from "../program";
import type { CloudConfig } from "./documents";

/** What a module of cloud-init works with. */
export interface ModuleContext {
  readonly guest: LinuxGuest;
  readonly config: CloudConfig;
  /** Runs text as root under sh; what it prints goes to cloud-init-output.log. */
  readonly run: (script: string) => Promise<Required<Outcome>>;
}

/** One step of cloud-init. An exception marks the run as failed and the next module goes on, as in life. */
export interface Module {
  readonly name: string;
  /** `always` runs at every boot, `instance` when the instance-id is new. */
  readonly frequency: "always" | "instance";
  run(context: ModuleContext): void | Promise<void>;
}

export function module(name: string, run: Module["run"], frequency: Module["frequency"] = "instance"): Module {
  return { name, run, frequency };
}

/** A value that must be a list, in the words of cloud-init's modules. */
export function listAt(config: CloudConfig, key: string): readonly unknown[] {
  const value = config[key];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new TypeError(`TypeError("Input to ${key} was not array")`);
  return value as unknown[];
}

export function map(value: unknown): CloudConfig {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as CloudConfig) : {};
}

export function textAt(value: unknown): string | undefined {
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
}
