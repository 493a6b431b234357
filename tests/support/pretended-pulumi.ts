import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadStackFile } from "../../stack/load-stack-file";
import { parseConfig } from "../../stack/parse";
import { plan } from "../../stack/plan";
import type { Sections } from "./plans";

/** What the pretended command line prints and how it ends; a status other than 0 is said on stderr. */
interface Answer {
  readonly exit: number;
  readonly says: string;
}

/** Every test of the file has an empty folder of its own, and no programs but what it puts there. */
export function folderForPath(): () => string {
  const { PATH } = process.env;
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "homelab-path-"));
    process.env["PATH"] = folder;
  });
  afterEach(() => {
    process.env["PATH"] = PATH;
    rmSync(folder, { recursive: true });
  });
  return () => folder;
}

/** Puts a `pulumi` into a folder that answers every command alike and writes down what it was asked. */
export function pulumiThat(folder: string, { exit, says }: Answer): void {
  writeFileSync(join(folder, "says"), `${says}\n`);
  const script = `#!/bin/sh
printf '%s\\n' "$*" >"${folder}/arguments"
while read -r line; do printf '%s\\n' "$line"; done <"${folder}/says" ${exit === 0 ? "" : ">&2"}
exit ${exit}
`;
  writeFileSync(join(folder, "pulumi"), script, { mode: 0o755 });
}

/** The state of asgard after an up that finished, of a stack file that was another one then. */
export function livingAsgard(edit: (sections: Sections) => unknown = () => undefined): Answer {
  const sections = structuredClone(loadStackFile(join(__dirname, "../../Pulumi.asgard.yaml")).raw) as Sections;
  edit(sections);
  const configuration = parseConfig(sections);
  const { cluster, nodes: planned } = plan(configuration, "asgard");
  const nodes = Object.fromEntries(planned.map(({ name, address, role, vmId }) => [name, { address, role, vmId }]));
  const outputs = { clusterName: cluster.name, version: cluster.version, configuration, nodes };
  const resources = [
    { urn: "urn:pulumi:asgard::homelab::pulumi:pulumi:Stack::asgard", type: "pulumi:pulumi:Stack", outputs },
  ];
  return { exit: 0, says: JSON.stringify({ version: 3, deployment: { resources } }) };
}
