import { readdirSync } from "node:fs";
import { join } from "node:path";
import { loadStackFile } from "../../../stack/load-stack-file";
import { stackFileOf, stackNames } from "../../../scripts/stack-files";
import { fixtures, patched, type Raw } from "../../model/stack-fixtures";

/** A stack whose documents are judged. */
export interface JudgedStack {
  readonly name: string;
  /** Its sections, a fresh value each time. */
  readonly sections: () => Raw;
}

const engineStacks = join(__dirname, "..", "..", "engine", "stacks");

const stack = (name: string): JudgedStack => ({ name, sections: () => loadStackFile(stackFileOf(name)).raw });

/** What the stacks and fixtures of this checkout leave out. */
const variants: readonly (readonly [name: string, of: string, patch: Raw])[] = [
  ["asgard with Hubble", "asgard", { cluster: { hubble: true } }],
  ["asgard with older agents", "asgard", { cluster: { agentVersion: "v1.33.5+rke2r1" } }],
  ["asgard in English on port 22", "asgard", { access: { sshPort: 22 }, os: null }],
];

/** Every stack of this checkout, every valid fixture, the stacks of engine tests, and a few more variants. */
export function judgedStacks(): JudgedStack[] {
  const files = readdirSync(engineStacks).sort();
  return [
    ...stackNames().map(stack),
    ...fixtures("valid").map(({ name, read }) => ({ name: `fixture ${name}`, sections: read })),
    ...files.map((file) => ({
      name: `engine test ${file}`,
      sections: () => loadStackFile(join(engineStacks, file)).raw,
    })),
    ...variants.map(([name, of, patch]) => ({ name, sections: () => patched(stack(of).sections(), patch) })),
  ];
}
