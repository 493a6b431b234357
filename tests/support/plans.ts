import { join } from "node:path";
import type { Rke2Plan } from "../../distributions/rke2/plan";
import { planFor } from "../../distributions/registry";
import { loadStackFile } from "../../stack/load-stack-file";
import { parseConfig } from "../../stack/parse";
import { plan } from "../../stack/plan";

/** Sections of the stack file while a test edits them; what comes out is parsed and ruled on like any other. */
export type Sections = Record<string, Record<string, unknown>>;

export type Edit = (sections: Sections) => void;

/** The plan of asgard, after edits of its stack file. */
export function asgardPlan(...edits: readonly Edit[]): Rke2Plan {
  const { raw } = loadStackFile(join(__dirname, "..", "..", "Pulumi.asgard.yaml"));
  const sections = structuredClone(raw) as Sections;
  for (const edit of edits) edit(sections);
  return planFor("rke2", plan(parseConfig(sections), "asgard"));
}

/** Sets keys of one section. */
export function inSection(name: string, values: Readonly<Record<string, unknown>>): Edit {
  return (sections) => Object.assign((sections[name] ??= {}), values);
}

/** Sets keys of one node's entry. */
export function inNode(name: string, values: Readonly<Record<string, unknown>>): Edit {
  return (sections) => Object.assign(sections["nodes"]?.[name] ?? {}, values);
}

export function withoutNodes(...names: readonly string[]): Edit {
  return (sections) => names.forEach((name) => delete sections["nodes"]?.[name]);
}
