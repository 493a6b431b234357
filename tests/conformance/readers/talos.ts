import { askAbout } from "./program";
import type { Reader } from "./reader";
import { builtTool } from "./tools";

/** Talos' own loader and validation, strict, as for a machine of platform nocloud. */
export const talos: Reader = {
  name: "Talos",
  reads: ({ text }) => /^machine:$/m.test(text) && /^cluster:$/m.test(text),
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
  ],
};
