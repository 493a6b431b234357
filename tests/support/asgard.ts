import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

type Section = Record<string, unknown>;

/** The parts of asgard's stack file that tests edit. */
export interface AsgardSections extends Section {
  proxmox: Section;
  network: Section;
  nodes: Record<string, Section>;
  gpus: Record<string, Section>;
  pools: Record<string, Section>;
}

/** The sections of Pulumi.asgard.yaml but its platform, without the prefix, as a fresh value to edit. */
export function asgardSections(): AsgardSections {
  const file = readFileSync(join(__dirname, "..", "..", "Pulumi.asgard.yaml"), "utf8");
  const { config } = parse(file) as { config: Section };
  const entries = Object.entries(config).map(([key, value]) => [key.replace("homelab:", ""), value]);
  const { platform: _, ...sections } = Object.fromEntries(entries) as AsgardSections;
  return sections;
}

/** Secrets in the right form that open nothing. */
export const exampleSecrets = {
  proxmoxToken: "pulumi@pve!homelab=01234567-89ab-cdef-0123-456789abcdef",
  sshPrivateKey: "-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----\n",
};

/** The same as Pulumi hands it to the program: flat keys, sections as JSON. */
export function pulumiConfig(sections: Section, secrets: Readonly<Record<string, string>> = exampleSecrets) {
  const values = Object.entries(sections).map(([name, value]) => [`homelab:${name}`, JSON.stringify(value)]);
  const flat = Object.entries(secrets).map(([name, value]) => [`homelab:${name}`, value]);
  return Object.fromEntries([...values, ...flat]) as Record<string, string>;
}
