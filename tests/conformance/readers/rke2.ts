import { parse } from "yaml";
import { RKE2_FLAGS } from "../../../distributions/rke2/flags";
import type { Reader } from "./reader";

/** RKE2 only warns of a flag it does not know and goes on without it; the table of its flags is from its reference. */
export const rke2: Reader = {
  name: "RKE2's table of flags",
  reads: ({ name }) => name.endsWith(": /etc/rancher/rke2/config.yaml"),
  judge: async (documents) => documents.map(({ text }) => unknownFlags(text)),
  mistakes: [
    { what: "a flag with a letter too many", from: /^tls-san:/m, to: "tls-sans:", named: "tls-sans" },
    { what: "a server's flag on an agent", from: /^server:/m, to: "tls-san: []\nserver:", named: "tls-san" },
  ],
};

/** Only an agent's file says which server to ask: a server learns at run time whether there is one. */
function unknownFlags(text: string): string[] {
  const config = parse(text) as Record<string, unknown>;
  const kind = "server" in config ? "agent" : "server";
  const unknown = Object.keys(config).filter((key) => !RKE2_FLAGS[kind].has(key.replace(/\+$/, "")));
  return unknown.map((key) => `no ${kind} has a flag ${key}`);
}
