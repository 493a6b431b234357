import { join } from "node:path";
import { askAbout } from "./program";
import type { Reader } from "./reader";

/** cloud-init's own check: it knows every key, and nothing of what the keys do. */
export const cloudInit: Reader = {
  name: "cloud-init",
  reads: ({ text }) => text.startsWith("#cloud-config\n"),
  judge: (documents) => {
    const texts = documents.map(({ text }) => text);
    return askAbout(texts, "/usr/bin/python3", join(__dirname, "cloud-init.py"));
  },
  mistakes: [
    { what: "a mode that is a number", from: /permissions: .*/, to: "permissions: 0440", named: "permissions" },
    { what: "a key it does not know", from: "permissions:", to: "permisions:", named: "permisions" },
    { what: "a switch that is a word", from: "disable_root: true", to: "disable_root: never", named: "disable_root" },
    { what: "text that is no YAML", from: "packages:", to: "packages: [", named: "not valid yaml" },
  ],
};
