import { inTodaysForm, type BegunRun } from "./last-run";
import { machineName } from "../model/machine-name";
import type { MadeResource } from "../model/made-resource";

/** The resource that holds the configuration a run was to apply; it is written before the first machine. */
export const configurationResource = (cluster: string): string => `${cluster}-configuration`;

/** Type of that resource: it keeps a value in the state, and the engine brings it along. */
const STASH = "pulumi:index:Stash";
const STEP = "command:local:Command";
const MACHINE = "proxmoxve:index/vmLegacy:VmLegacy";

/**
 * What a run made that did not finish, told by a stack's state; undefined while there is no node's machine: until then a
 * configuration has made nothing that another one could not follow.
 */
export function begunRunOf(resources: readonly MadeResource[]): BegunRun | undefined {
  const kept = resources.find(({ urn, type }) => type === STASH && nameOf(urn).endsWith(configurationResource("")));
  if (kept === undefined) return undefined;
  const configuration = inTodaysForm(kept.outputs["input"]);
  const { cluster, nodes, vms } = configuration;
  const has = (type: string, step: string) => {
    const names = new Set(resources.filter((resource) => resource.type === type).map(({ urn }) => nameOf(urn)));
    return (machine: string) => names.has(`${machineName(cluster.name, machine)}-${step}`);
  };
  const made = [...Object.keys(nodes), ...Object.keys(vms)].filter(has(MACHINE, "vm"));
  const joined = Object.keys(nodes).filter(has(STEP, "join"));
  const prepared = Object.keys(nodes).filter(has(STEP, "prepare"));
  return made.some((name) => nodes[name] !== undefined)
    ? { configuration, machines: made, joined, prepared }
    : undefined;
}

const nameOf = (urn: string): string => urn.split("::").at(-1) ?? "";
