import type { Document } from "../documents/document";
import { askAbout } from "./program";
import type { Reader } from "./reader";
import { isScript } from "./shells";
import { builtTool } from "./tools";

const isMachineConfig = ({ text }: Document): boolean => /^machine:$/m.test(text) && /^cluster:$/m.test(text);
const isSchematic = ({ text }: Document): boolean => text.startsWith("customization:");
const isTalosconfig = ({ text }: Document): boolean => /^context: .*\ncontexts:$/m.test(text);

/**
 * Talos' own loader and validation, strict, as for a machine of platform nocloud; talosctl's reading of its access; and the
 * image factory's of a schematic.
 */
export const talos: Reader = {
  name: "Talos",
  reads: (document) =>
    !isScript(document) && [isMachineConfig, isTalosconfig, isSchematic].some((isOne) => isOne(document)),
  judge: async (documents) => {
    const texts = documents.map(({ text }) => text);
    return askAbout(texts, await builtTool("talos-documents"));
  },
  mistakes: [
    { what: "a field it does not know", from: /^( +)token:/m, to: "$1tokens:", named: "tokens" },
    { what: "a kind of machine there is none of", from: /^( +)type: \w+/m, to: "$1type: server", named: "server" },
    {
      what: "a cluster without an endpoint",
      from: /endpoint: https.*/,
      to: 'endpoint: ""',
      named: "endpoint",
    },
    { what: "a list of extensions it does not know", from: "officialExt", to: "officialEkst", named: "officialEkst" },
    { what: "another spelling of a schematic", from: "\n    systemExt", to: "\n  systemExt", named: "spells it" },
    { what: "an access without a key", from: /^( +)crt:/m, to: "$1cert:", named: "cert" },
    { what: "an access that is named elsewhere", from: /^context: /m, to: "context: not-", named: "not defined" },
  ],
};
