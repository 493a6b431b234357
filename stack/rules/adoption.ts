import type { StackConfig } from "../../distributions/distribution";
import { effectiveVms } from "../../model/effective-vm";
import type { Issue } from "../../model/errors";
import type { Rule } from "./rule";

type VmConfig = StackConfig["vms"][string];

/** A machine that is there already is not made, and what was set by hand on it stays: whatever says otherwise is refused. */
const adoptedMachinesStayAsTheyAre: Rule = (config) =>
  effectiveVms(config)
    .filter((vm) => vm.config.adopt)
    .flatMap(({ name, config: vm }) => contradictions(vm).map(([key, got]) => issue(name, key, got)));

function contradictions(vm: VmConfig): [key: string, got: string][] {
  const { state, source, description, tags } = vm;
  return [
    ...(state === "decommissioned" ? [["state", state] as [string, string]] : []),
    ...(source === "none" ? [] : [["source", JSON.stringify(source)] as [string, string]]),
    ...(description === undefined ? [] : [["description", JSON.stringify(description)] as [string, string]]),
    ...(tags.length === 0 ? [] : [["tags", JSON.stringify(tags)] as [string, string]]),
  ];
}

function issue(name: string, key: string, got: string): Issue {
  return {
    path: `vms.${name}.${key}`,
    problem: "not for an adopted machine, which stays as it is",
    got,
    allowed: "must be sizes, state running or stopped, onBoot and startup",
    remedy: `remove ${key}, or adopt`,
  };
}

export const adoptionRules: readonly Rule[] = [adoptedMachinesStayAsTheyAre];
