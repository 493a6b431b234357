import type { StackPlan } from "../../distributions/distribution";
import { isInService } from "../../model/outside-vm-plan";
import type { SimulationFault, FaultKind } from "../../rehearsal/faults";
import { UsageError } from "../cli/usage-error";
import { formatFault } from "./fault-argument";

/** Types of PVE's tasks that a rehearsal has; each is started in `packages/pve-simulator`. */
export const TASK_TYPES = [
  "qmcreate",
  "qmclone",
  "qmconfig",
  "qmtemplate",
  "qmsnapshot",
  "qmdelsnapshot",
  "qmrollback",
  "qmmove",
  "qmigrate",
  "qmstart",
  "qmstop",
  "qmshutdown",
  "qmreboot",
  "qmdestroy",
  "resize",
  "download",
  "imgcopy",
  "imgdel",
  "srvreload",
] as const;

/** Throws UsageError for a fault whose target no stack of this plan has: it would never strike. */
export function checkTargets(faults: readonly SimulationFault[], plan: StackPlan): void {
  for (const fault of faults) {
    const { kind, target } = fault;
    if (target === undefined) continue;
    const { fits, allowed } = targetsOf(kind, plan);
    if (fits(target)) continue;
    throw new UsageError(`fault ${formatFault(fault)}: nothing goes by "${target}" here, must be ${allowed}`);
  }
}

interface Targets {
  fits(this: void, target: string): boolean;
  readonly allowed: string;
}

function targetsOf(kind: FaultKind, plan: StackPlan): Targets {
  const nodes = plan.nodes.map(({ name }) => name);
  const machines = [...nodes, ...plan.vms.filter(isInService).map(({ name }) => name)];
  const hosts = Object.keys(plan.proxmox.hosts);
  const { addOns = [] } = plan.platform ?? {};
  const everything = [...new Set([...machines, ...plan.templates.map(({ name }) => name), ...hosts])];
  switch (kind) {
    case "task-fails":
      return taskTargets(everything);
    case "lock-timeout":
      return oneOf([...machines, "qmclone"]);
    case "host-ssh-full":
    case "host-down":
      return oneOf(hosts);
    case "never-boots":
      return oneOf(machines);
    case "silent-ssh":
    case "freezes":
    case "ssh-drops":
      return oneOf(nodes);
    case "pulumi-killed":
      return momentTargets(everything);
    case "api-down":
      return { fits: () => false, allowed: "left away" };
    case "chart-missing":
      return oneOf(addOns.map(({ chart }) => chart));
    case "engine-killed-in-release":
      return oneOf(addOns.map(({ name }) => name));
    case "hook-fails":
      return {
        fits: (target) => /^[a-z0-9.-]+$/.test(target),
        allowed: "the name of a Job, e.g. that of a chart's hook",
      };
    case "webhook-dead":
      return oneOf((plan.platform?.namespaces ?? []).map(({ name }) => name));
    case "image-missing":
      // Which images a chart brings the plan does not know.
      return {
        fits: (target) => /^[\w./-]+$/.test(target),
        allowed: "an image without its tag, e.g. docker.io/library/nginx",
      };
  }
}

function oneOf(names: readonly string[]): Targets {
  return { fits: (target) => names.includes(target), allowed: `one of ${names.join(", ")}` };
}

/** A type, a name, or `type:name`. */
function taskTargets(names: readonly string[]): Targets {
  const types: readonly string[] = TASK_TYPES;
  const fits = (target: string): boolean => {
    const [type = "", name] = target.split(":");
    return name === undefined
      ? types.includes(type) || names.includes(type)
      : types.includes(type) && names.includes(name);
  };
  return { fits, allowed: `one of ${types.join(", ")}, or of ${names.join(", ")}, or both as type:name` };
}

/** A name, `name/moment`, or a request: what happens on a machine is for its scripts to say, so moments are not listed. */
function momentTargets(names: readonly string[]): Targets {
  const request = /^(GET|POST|PUT|DELETE) \//;
  const fits = (target: string): boolean => request.test(target) || names.includes(target.split("/")[0] ?? "");
  return { fits, allowed: `one of ${names.join(", ")}, alone or with "/moment", or a request as "POST /path"` };
}
