import { EFFECTS, type Effect, type KeyEffect } from "../../model/key-effect";
import { isOne, KEY_EFFECTS } from "../edits/key-effects";

/** docs/edits.md: what an edit of each key does to a cluster that is there already. */
export function renderEditsPage(): string {
  return [
    "# What an edit does to an existing cluster",
    "",
    "Generated from `stack/edits`, which `preview` and `up` also use to refuse or announce edits. Adding or removing an",
    "entry (a node, a VM, a subnet) adds or removes only that resource.",
    "",
    "| Effect | What happens |",
    "| --- | --- |",
    ...Object.entries(EFFECTS).map(([effect, says]) => `| **${effect}** | ${says} |`),
    "",
    ...SECTIONS.flatMap(sectionLines),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}

const SECTIONS = [
  "cluster",
  "nodes",
  "pools",
  "vms",
  "gpus",
  "platform",
  "network",
  "template",
  "access",
  "os",
  "proxmox",
  "secrets",
] as const;

function sectionLines(section: string): string[] {
  const rows = Object.entries(KEY_EFFECTS).filter(
    ([key]) => (key.includes(".") ? key.split(".")[0] : "secrets") === section,
  );
  return [
    `## ${section}`,
    "",
    "| Key | Effect | Why, or how |",
    "| --- | --- | --- |",
    ...rows.flatMap(([key, effects]) =>
      isOne(effects)
        ? [row(key, effects)]
        : Object.entries(effects).map(([distribution, effect]) => row(key, effect, distribution)),
    ),
    "",
  ];
}

const row = (key: string, { effect, note }: KeyEffect, distribution?: string): string =>
  `| \`${key}\`${distribution === undefined ? "" : ` (${distribution})`} | ${effect satisfies Effect} | ${note} |`;
