import { parse } from "yaml";
import { askAbout } from "./program";
import type { Reader } from "./reader";
import { builtTool } from "./tools";

/** k3s' own command line: a server warns of a flag it does not know and goes on without it, an agent ends. */
export const k3s: Reader = {
  name: "k3s",
  reads: ({ name }) => name.endsWith(": /etc/rancher/k3s/config.yaml"),
  judge: async (documents) => {
    const program = await builtTool("k3s-config");
    return Promise.all(documents.map(async ({ text }) => (await askAbout([text], program, roleOf(text)))[0] ?? []));
  },
  mistakes: [
    { what: "a flag with a letter too many", from: /^tls-san:/m, to: "tls-sans:", named: "tls-sans" },
    {
      what: "a server's flag on an agent",
      from: /^server:/m,
      to: "cluster-init: true\nserver:",
      named: "cluster-init",
    },
    {
      what: "a word where yes or no must be",
      from: /^disable-kube-proxy: .*/m,
      to: "disable-kube-proxy: maybe",
      named: "disable-kube-proxy",
    },
  ],
};

/** Only an agent's file says which server to ask: a server learns at run time whether there is one. */
const roleOf = (text: string): "server" | "agent" =>
  "server" in (parse(text) as Record<string, unknown>) ? "agent" : "server";

/** What registries.yaml may hold (wharfie pkg/registries, Registry, at v0.6.2; docs.k3s.io/installation/private-registry). */
const REGISTRIES: Readonly<Record<string, readonly string[]>> = {
  mirrors: ["endpoint", "rewrite"],
  configs: ["auth", "tls"],
};

/** k3s reads it into a struct, and skips what that has no field for. */
export const k3sRegistries: Reader = {
  name: "k3s' table of registries",
  reads: ({ name }) => name.endsWith(": /etc/rancher/k3s/registries.yaml"),
  judge: (documents) => Promise.resolve(documents.map(({ text }) => unknownKeys(text))),
  mistakes: [
    { what: "a key that it skips", from: /^mirrors: *$/m, to: "mirror:", named: "mirror" },
    { what: "a mirror's key that it skips", from: "endpoint:", to: "endpoints:", named: "endpoints" },
  ],
};

function unknownKeys(text: string): string[] {
  const file = parse(text) as Record<string, Record<string, Record<string, unknown>>>;
  return Object.entries(file).flatMap(([section, entries]) => {
    const known = REGISTRIES[section];
    if (!known) return [`no section ${section}`];
    return Object.values(entries).flatMap((entry) =>
      Object.keys(entry).flatMap((key) => (known.includes(key) ? [] : [`no key ${key} in ${section}`])),
    );
  });
}
