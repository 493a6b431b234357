import type { StackConfig } from "../../distributions/distribution";
import { showValue } from "../../model/errors";
import type { Applied } from "./edit-issues";
import { type Edit, editsBetween } from "./edits-between";
import type { Effect } from "../../model/key-effect";
import { effectOf } from "./key-effects";
import { settledConfig } from "./settled-config";

/** What every edit does to the existing cluster, a line each: keys that changed, nodes and VMs that come and go. */
export function editLines({ config }: Applied, wanted: StackConfig): string[] {
  return [
    ...(["nodes", "vms"] as const).flatMap((section) => entryLines(section, config, wanted)),
    ...editsBetween(config, wanted).map((edit) => editLine(edit, config)),
  ];
}

function editLine({ key, path, before, after }: Edit, { cluster }: StackConfig): string {
  const row = effectOf(key, cluster.distribution);
  const what = row === undefined ? "" : `; ${SAYS[row.effect]} (${row.note})`;
  return `${path}: ${showValue(before)} -> ${showValue(after)}${what}`;
}

const SAYS: Readonly<Record<Effect, string>> = {
  "the program only": "no machine changes",
  "new machines only": "existing machines keep the old value until their generation is raised",
  "in place": "applied without downtime",
  "by hand": "written, but takes effect only after a manual step",
  restart: "the machines restart, one at a time",
  replacement: "refused, unless generation is raised as well, which replaces the machine",
  refused: "refused",
};

function entryLines(section: "nodes" | "vms", before: StackConfig, after: StackConfig): string[] {
  const [had, has] = [settledConfig(before)[section], settledConfig(after)[section]];
  return [
    ...Object.keys(has).flatMap((name) => (had[name] === undefined ? [`${section}.${name}: is created`] : [])),
    ...Object.keys(had).flatMap((name) => (has[name] === undefined ? [`${section}.${name}: ${LEAVES[section]}`] : [])),
  ];
}

const LEAVES = {
  nodes: "is drained, removed from the cluster and deleted with its disk",
  vms: "is deleted with its disk, unless it is protected",
} as const;
