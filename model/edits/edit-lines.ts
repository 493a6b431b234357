import type { Config } from "../config";
import { showValue } from "../errors";
import type { Applied } from "./edit-issues";
import { type Edit, editsBetween } from "./edits-between";
import type { Effect } from "./effect";
import { effectOf } from "./key-effects";
import { settledConfig } from "./settled-config";

/** What every edit does to the living cluster, a line each: keys that changed, nodes and VMs that come and go. */
export function editLines({ config }: Applied, wanted: Config): string[] {
  return [
    ...(["nodes", "vms"] as const).flatMap((section) => entryLines(section, config, wanted)),
    ...editsBetween(config, wanted).map((edit) => editLine(edit, config)),
  ];
}

function editLine({ key, path, before, after }: Edit, { cluster }: Config): string {
  const row = effectOf(key, cluster.distribution);
  const what = row === undefined ? "" : `; ${SAYS[row.effect]} (${row.note})`;
  return `${path}: ${showValue(before)} -> ${showValue(after)}${what}`;
}

const SAYS: Readonly<Record<Effect, string>> = {
  "the program only": "no machine changes",
  "machines made later": "existing machines keep what they have until their generation is raised",
  "in place": "applied while everything runs",
  "by hand": "written down; what runs does not follow by itself",
  restart: "one machine after another is restarted",
  replacement: "the machine is replaced when its generation is raised too, and otherwise refused",
  refused: "refused",
};

function entryLines(section: "nodes" | "vms", before: Config, after: Config): string[] {
  const [had, has] = [settledConfig(before)[section], settledConfig(after)[section]];
  return [
    ...Object.keys(has).flatMap((name) => (had[name] === undefined ? [`${section}.${name}: is made`] : [])),
    ...Object.keys(had).flatMap((name) => (has[name] === undefined ? [`${section}.${name}: ${LEAVES[section]}`] : [])),
  ];
}

const LEAVES = {
  nodes: "is drained, taken out of the cluster and deleted, with its disk",
  vms: "is deleted with its disk, unless it is protected",
} as const;
