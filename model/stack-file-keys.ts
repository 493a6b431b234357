import { nearestWord } from "./edit-distance";
import { type Issue, showValue } from "./errors";
import { SECRET_NAMES } from "./secrets";
import { SECTION_NAMES } from "./section-names";

const NAMESPACE = "homelab";
const OURS: readonly string[] = [...SECTION_NAMES, ...SECRET_NAMES];

/** What Pulumi keeps in a stack file beside `config` (sdk/go/common/workspace/project.go: ProjectStack). */
const PULUMIS_OWN = ["config", "secretsprovider", "encryptedkey", "encryptionsalt", "environment"];

/** Providers of this program and Pulumi itself, which have settings of their own, some by the names of our sections. */
const OTHERS = ["pulumi", "proxmoxve", "kubernetes", "command", "tls"];

/** Keys beside `config`, which Pulumi reads past without a word. */
export function misplacedSections(file: Readonly<Record<string, unknown>>): Issue[] {
  return Object.keys(file)
    .filter((key) => !PULUMIS_OWN.includes(key))
    .map((key) => {
      const name = key.replace(/^[^:]*:/, "");
      const meant = nearestWord(key, PULUMIS_OWN);
      const indent = `write it as ${NAMESPACE}:${name} under config, indented by two blanks`;
      const remedy = OURS.includes(name) ? indent : meant ? `did you mean "${meant}"?` : "remove it";
      return issue(key, "outside config, where nobody reads it", `must be ${PULUMIS_OWN.join(", ")}`, remedy);
    });
}

/** Keys of `config` that were meant for this program and would not reach it, or only by one of its ways. */
export function misplacedKeys(config: Readonly<Record<string, unknown>>): Issue[] {
  return Object.entries(config).flatMap(([key, value]) => {
    const [namespace = "", ...rest] = key.split(":");
    const name = rest.join(":");
    if (namespace === NAMESPACE)
      return rest.length > 1 ? [wrongPrefix(key, rest.at(-1) ?? "", "a name of two parts")] : [];
    if (rest.length === 0) return [wrongPrefix(key, key, "without its prefix")];
    if (nearestWord(namespace.trim(), [NAMESPACE]) !== undefined)
      return [wrongPrefix(key, name, "with a misspelt prefix")];
    const isOurs = OURS.includes(name) && !OTHERS.includes(namespace) && typeof value === "object";
    return isOurs ? [wrongPrefix(key, name, "with the prefix of another program")] : [];
  });
}

function wrongPrefix(key: string, name: string, problem: string): Issue {
  const meant = nearestWord(name, OURS);
  const remedy = meant === undefined ? "remove it" : `write it as ${NAMESPACE}:${meant}`;
  return issue(key, problem, `must be ${NAMESPACE}: and a section`, remedy);
}

function issue(key: string, problem: string, allowed: string, remedy: string): Issue {
  return { path: key, problem, got: showValue(key), allowed, remedy };
}
