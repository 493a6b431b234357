import type { StackConfig } from "../../distributions/distribution";
import { type Issue, showValue } from "../../model/errors";
import { type Edit, editsBetween } from "./edits-between";
import { effectOf } from "./key-effects";
import { otherInstallationIssues } from "./other-installation";

/** What was applied before, and which of its nodes joined. */
export interface Applied {
  readonly config: StackConfig;
  readonly nodes: readonly string[];
  /** Where machines really are, by VM id; undefined where nobody looked. */
  readonly whereabouts?: ReadonlyMap<number, string>;
  /** A run that did not finish was to apply it: these are the machines it made, as the state names them. */
  readonly unfinished?: { readonly stack: string; readonly machines: readonly string[] };
}

/** Ruled elsewhere: by release-change.ts. */
const RULED_ELSEWHERE = ["cluster.version", "cluster.kubernetesVersion"];

/** While one of these differs, everything that follows from it differs too. */
const FIRST_OF_ALL = ["cluster.distribution", "cluster.name"];

/** Every edit that a existing cluster cannot follow, refused before anything is touched. */
export function editIssues(applied: Applied, wanted: StackConfig): Issue[] {
  const issues = editsToJudge(applied, wanted).map((edit) => [edit, issueOf(edit, applied, wanted)] as const);
  const first = issues.filter(([{ key }]) => FIRST_OF_ALL.includes(key));
  const judged = (first.length > 0 ? first : issues).flatMap(([, issue]) => issue ?? []);
  return [...judged, ...otherInstallationIssues(applied.config, wanted)];
}

/** What a run says as soon as it has begun, and what holds before there is a cluster: machines boot with their login. */
export interface BegunWith {
  readonly clusterName?: string;
  readonly login?: Readonly<Pick<StackConfig["access"], "user" | "sshPort">>;
}

/** As {@link editIssues}, where the last run did not get as far as to say what it applied. */
export function editIssuesOfBegun({ clusterName, login }: BegunWith, { cluster, access }: StackConfig): Issue[] {
  const values = [
    ...(clusterName === undefined ? [] : [["cluster.name", clusterName, cluster.name] as const]),
    ...(login === undefined
      ? []
      : (["user", "sshPort"] as const).map((key) => [`access.${key}`, login[key] || undefined, access[key]] as const)),
  ];
  return values
    .filter(([, before, after]) => before !== after)
    .map(([path, before, after]) =>
      refusal({ key: path, path, before, after }, effectOf(path, cluster.distribution)?.note ?? "", {}),
    );
}

/** Of these, what would make a node another one: all that is said of nodes that came with a run that did not finish. */
export function replacementIssues(applied: Applied, wanted: StackConfig): Issue[] {
  return editsToJudge(applied, wanted).flatMap((edit) => {
    const row = effectOf(edit.key, applied.config.cluster.distribution);
    return row?.effect === "replacement" ? (issueOf(edit, applied, wanted) ?? []) : [];
  });
}

function issueOf(edit: Edit, applied: Applied, wanted: StackConfig): Issue | undefined {
  const { effect, note = "" } = effectOf(edit.key, applied.config.cluster.distribution) ?? {};
  if (effect === "refused") return isOutOfUse(edit, applied, wanted) ? undefined : refusal(edit, note, applied);
  const nodes = effect === "replacement" ? keptNodes(edit, applied, wanted) : [];
  return nodes.length === 0 ? undefined : replacementIssue(edit, nodes, note);
}

function editsToJudge(applied: Applied, wanted: StackConfig): Edit[] {
  return editsBetween(applied.config, wanted)
    .filter(({ key }) => !RULED_ELSEWHERE.includes(key))
    .filter((edit) => !saysWhereItIs(edit, applied, wanted));
}

/** The stack file follows a machine that was migrated, or may do so: without a look at the host nobody can tell. */
function saysWhereItIs({ key, path, after }: Edit, { whereabouts }: Applied, wanted: StackConfig): boolean {
  if (key !== "nodes.*.host" && key !== "vms.*.host") return false;
  if (whereabouts === undefined) return true;
  const [section, name = ""] = path.split(".");
  const entry = section === "nodes" ? wanted.nodes[name] : wanted.vms[name];
  return entry !== undefined && after !== undefined && whereabouts.get(entry.vmId) === after;
}

/** What an edit does not do by itself, though one could think so, and which nodes it restarts; a sentence each. */
export function editNotices(applied: Applied, wanted: StackConfig): string[] {
  return editsToJudge(applied, wanted)
    .filter(({ path }) => concernsWhatIsThere(path, applied))
    .flatMap(({ key, path }) => {
      const effect = effectOf(key, applied.config.cluster.distribution);
      if (effect === undefined || !(effect.effect in SAYINGS)) return [];
      return [`${path}: ${SAYINGS[effect.effect as keyof typeof SAYINGS]} (${effect.note})`];
    });
}

const SAYINGS = {
  "new machines only": "existing machines keep the old value until their generation is raised",
  "by hand": "this run writes it, but it takes effect only after a manual step",
  restart: "this run restarts the machine",
} as const;

const concernsWhatIsThere = (path: string, { nodes }: Applied): boolean =>
  !path.startsWith("nodes.") || nodes.includes(path.split(".")[1] ?? "");

/** A VM outside the cluster that is decommissioned is nobody's business; what was never made may become another. */
function isOutOfUse({ path }: Edit, { config, nodes, unfinished }: Applied, after: StackConfig): boolean {
  const [section, name = ""] = path.split(".");
  if (section === "nodes") return unfinished !== undefined && !nodes.includes(name);
  if (section !== "vms") return false;
  if (unfinished && !unfinished.machines.includes(name)) return true;
  return [config, after].some(({ vms }) => vms[name]?.state === "decommissioned");
}

/** The nodes that joined and are to stay what they are, though the edit would make them others. */
function keptNodes({ path }: Edit, applied: Applied, wanted: StackConfig): string[] {
  const [section, name, subnet] = path.split(".");
  const isMeant = (node: string) => (section === "nodes" ? node === name : subnetOf(applied.config, node) === subnet);
  return applied.nodes.filter((node) => isMeant(node) && isKept(node, applied.config, wanted));
}

function isKept(node: string, before: StackConfig, after: StackConfig): boolean {
  const [was, is] = [before.nodes[node], after.nodes[node]];
  return was !== undefined && is !== undefined && is.generation <= was.generation;
}

const subnetOf = ({ nodes, cluster, network }: StackConfig, node: string): string | undefined =>
  nodes[node]?.subnet ?? cluster.subnet ?? Object.keys(network.subnets)[0];

function refusal({ path, before, after }: Edit, why: string, { unfinished }: Pick<Applied, "unfinished">): Issue {
  const otherwise = unfinished
    ? `destroy what the unfinished up created (npm run destroy -- ${unfinished.stack}) and start over`
    : "create another stack for it";
  return {
    path,
    problem: unfinished
      ? "cannot change after an up that created machines but did not finish"
      : "cannot change in an existing cluster",
    got: showValue(after),
    allowed: mustBe(before),
    remedy: `revert the edit, or ${otherwise}: ${why}`,
  };
}

function replacementIssue({ path, before, after }: Edit, nodes: readonly string[], why: string): Issue {
  return {
    path,
    problem: `would replace ${nodes.join(", ")}`,
    got: showValue(after),
    allowed: mustBe(before),
    remedy: `revert the edit, or raise nodes.${nodes[0]}.generation in the same edit to replace the machine: ${why}`,
  };
}

const mustBe = (before: unknown): string =>
  before === undefined ? "must be left out" : `must be ${showValue(before)}`;
