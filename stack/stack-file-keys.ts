import { nearestWord } from "../model/edit-distance";
import { type Issue, showValue } from "../model/errors";
import { renamed } from "./renamed-keys";
import { SECRET_NAMES } from "../model/secrets";

/** The sections of a stack file, in the order messages name them; a test compares them with the schema. */
export const SECTION_NAMES = [
  "proxmox",
  "network",
  "template",
  "access",
  "os",
  "cluster",
  "pools",
  "nodes",
  "vms",
  "gpus",
  "platform",
] as const;

type Map = Readonly<Record<string, unknown>>;

const NAMESPACE = "homelab";
const OURS: readonly string[] = [...SECTION_NAMES, ...SECRET_NAMES];

/** What Pulumi keeps in a stack file beside `config` (sdk/go/common/workspace/project.go: ProjectStack). */
const PULUMIS_OWN = ["config", "secretsprovider", "encryptedkey", "encryptionsalt", "environment"];

/** Providers of this program and Pulumi itself, which have settings of their own, some by the names of our sections. */
const OTHERS = ["pulumi", "proxmoxve", "kubernetes", "command", "tls"];

/** Keys beside `config`: those that Pulumi reads past without a word, and the one that brings values nobody here sees. */
export function misplacedSections(file: Map): Issue[] {
  const unknown = Object.keys(file)
    .filter((key) => !PULUMIS_OWN.includes(key))
    .map((key) => {
      const name = key.replace(/^[^:]*:/, "");
      const meant = nearestWord(key, PULUMIS_OWN);
      const remedy = OURS.includes(name) ? intoConfig(name, file["config"]) : didYouMean(meant, file);
      return issue(key, "outside config, where it is not read", `must be ${PULUMIS_OWN.join(", ")}`, remedy);
    });
  return [...unknown, ...fromEnvironments(file["environment"])];
}

/**
 * Pulumi merges what its service's environments (ESC) hold below `config`: plan and rehearsal, which ask no service, would
 * mean something else by the file than the engine. Every other place of the state refuses them altogether
 * (pulumi: "backend … does not support environments").
 */
function fromEnvironments(value: unknown): Issue[] {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return [];
  const problem = "values from Pulumi's service, which are not in the file";
  const remedy = "write them below config, secrets with pulumi config set --secret";
  return [{ path: "environment", problem, got: showValue(value), allowed: "must be left out", remedy }];
}

function intoConfig(name: string, config: unknown): string {
  const isThere = typeof config === "object" && config !== null && Object.hasOwn(config, `${NAMESPACE}:${name}`);
  return isThere
    ? putInto(`${NAMESPACE}:${name}`, "under config")
    : `${written(name)} under config, indented by two blanks`;
}

/** A key stands once in a map. */
function didYouMean(meant: string | undefined, map: Map): string {
  if (meant === undefined) return "remove it";
  return Object.hasOwn(map, meant) ? putInto(meant) : `did you mean "${meant}"?`;
}

const written = (name: string) => `write it as ${NAMESPACE}:${name}`;
const putInto = (key: string, place = "there") => `${key} is ${place} already: put it there, or remove it`;

/** Keys of `config` that were meant for this program and would not reach it, or only by one of its ways. */
export function misplacedKeys(config: Map): Issue[] {
  const wrongPrefix = (key: string, name: string, problem: string) => wrongPrefixIn(config, key, name, problem);
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

function wrongPrefixIn(config: Map, key: string, name: string, problem: string): Issue {
  const meant = renamed(name) ?? nearestWord(name, OURS);
  return issue(key, problem, `must be ${NAMESPACE}: and a section`, remedyFor(config, meant));
}

function remedyFor(config: Map, meant: string | undefined): string {
  if (meant === undefined) return "remove it";
  const key = `${NAMESPACE}:${meant}`;
  return Object.hasOwn(config, key) ? putInto(key) : written(meant);
}

function issue(key: string, problem: string, allowed: string, remedy: string): Issue {
  return { path: key, problem, got: showValue(key), allowed, remedy };
}
