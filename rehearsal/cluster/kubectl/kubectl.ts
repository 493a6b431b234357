import { packagedProgram, program, type Outcome, type Program } from "../../guests/program";
import { parseFlags } from "../../guests/programs/flags";
import { versionObject } from "../api/raw-paths";
import type { SimulatedCluster } from "../cluster";
import { apply, createVerb } from "./apply";
import { guestCaller, type KubectlCaller } from "./caller";
import { connectKubectl } from "./client";
import { deleteNodes } from "./delete";
import { cordon, drain, uncordon } from "./drain";
import { annotate, label, taintVerb } from "./edit-node";
import { getVerb } from "./get";
import { KubectlError, NothingFound } from "./kubectl-error";
import { rollout } from "./rollout";
import type { KubectlVerb } from "./verb";
import { wait } from "./wait";

/** What every verb takes; a word after one of these is its value. */
const everywhere = {
  flags: ["insecure-skip-tls-verify"],
  values: ["kubeconfig", "server", "s", "request-timeout", "n", "namespace", "context", "v"],
};
const selecting = ["l", "selector", "field-selector"];
const printing = ["o", "output"];
const files = ["f", "filename"];
const editing = { flags: ["overwrite", "all"], values: [...selecting, ...printing, ...files] };
const scheduling = { flags: [], values: ["l", "selector"] };

/** What each of them takes besides. */
const grammars: Readonly<Record<string, typeof everywhere>> = {
  get: {
    flags: ["no-headers", "A", "all-namespaces", "ignore-not-found", "show-labels"],
    values: ["raw", ...selecting, ...printing, ...files],
  },
  wait: { flags: ["A", "all-namespaces", "all"], values: ["for", "timeout", ...selecting, ...printing, ...files] },
  label: editing,
  annotate: editing,
  taint: { flags: ["overwrite", "all"], values: ["l", "selector", ...printing] },
  cordon: scheduling,
  uncordon: scheduling,
  drain: {
    flags: ["ignore-daemonsets", "delete-emptydir-data", "force", "disable-eviction"],
    values: ["timeout", "grace-period", "skip-wait-for-delete-timeout", "pod-selector", "l", "selector"],
  },
  delete: {
    flags: ["ignore-not-found", "all", "wait", "now", "force", "A", "all-namespaces"],
    values: ["grace-period", "timeout", ...selecting, ...printing, ...files],
  },
  apply: {
    flags: ["server-side", "force-conflicts", "overwrite", "all", "wait", "force"],
    values: ["timeout", "grace-period", "l", "selector", ...printing, ...files],
  },
  create: { flags: [], values: ["l", "selector", ...printing, ...files] },
  version: { flags: ["client"], values: printing },
  rollout: { flags: [], values: selecting },
};

const joined = (...all: readonly (typeof everywhere)[]): typeof everywhere => ({
  flags: all.flatMap(({ flags }) => flags),
  values: all.flatMap(({ values }) => values),
});
/** To find the verb among the flags. */
const anything = joined(everywhere, ...Object.values(grammars));

/** A whole number of seconds, or with units. */
const DURATION = /^(\d+|(\d+(\.\d+)?(ns|us|ms|s|m|h))+)$/;

const verbs: Readonly<Record<string, KubectlVerb>> = {
  get: getVerb,
  wait,
  label,
  annotate,
  taint: taintVerb,
  cordon,
  uncordon,
  drain,
  delete: deleteNodes,
  apply,
  create: createVerb,
  rollout,
  version: ({ cluster }) => {
    const { gitVersion = "" } = versionObject(cluster);
    return `Client Version: ${gitVersion}\nKustomize Version: v5.7.1\nServer Version: ${gitVersion}\n`;
  },
};

/** kubectl on a machine: as a distribution brings it along, and as its own package puts it into /usr/bin. */
export function kubectl(): readonly Program[] {
  const run: Program["run"] = (args, process) => runKubectl(args, guestCaller(process));
  return [program("@kubectl", run), packagedProgram("kubectl", run)];
}

/** One call of kubectl, with the verbs that look after nodes and apply objects. */
export async function runKubectl(args: readonly string[], caller: KubectlCaller): Promise<Outcome> {
  const [verb = ""] = parseFlags(args, anything).operands;
  const act = verbs[verb];
  if (!act) return { exitCode: 1, stderr: `${unknownVerb(args, verb)}\n` };
  const parsed = parseFlags(args, joined(everywhere, grammars[verb] ?? anything));
  const operands = parsed.operands.slice(1);
  if (parsed.unknown !== undefined)
    return {
      exitCode: 1,
      stderr: `error: unknown ${parsed.unknown.startsWith("--") ? "flag" : "shorthand flag"}: ${parsed.unknown}\nSee 'kubectl ${verb} --help' for usage.\n`,
    };
  if (!DURATION.test(parsed.values.get("request-timeout")?.at(-1) ?? "0"))
    return {
      exitCode: 1,
      stderr:
        "error: Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)\n",
    };
  let warnings = "";
  try {
    const cluster = await connectKubectl(caller, parsed);
    const warn = (line: string): void => void (warnings += `${line}\n`);
    await syncNodes(cluster);
    const call = { cluster, parsed: { ...parsed, operands }, caller, warn };
    const stdout = await Promise.resolve(act(call)).finally(() => syncNodes(cluster));
    return { stdout, stderr: warnings };
  } catch (error) {
    if (error instanceof NothingFound) return { stderr: `${error.message}\n` };
    if (error instanceof KubectlError)
      return { exitCode: 1, stdout: error.stdout, stderr: `${warnings}${error.message}\n` };
    throw error;
  }
}

/** Where a real API server stands behind the cluster, both know the same of nodes before and after. */
async function syncNodes(cluster: SimulatedCluster): Promise<void> {
  if (cluster.answers()) await cluster.context.realApi?.syncNodes(cluster.id);
}

/** Kubectl takes a word it does not know for a plugin's name, which has to come first. */
function unknownVerb([first = ""]: readonly string[], verb: string): string {
  if (first.startsWith("-")) return `Error: flags cannot be placed before plugin name: ${first}`;
  return `error: unknown command "${verb}" for "kubectl"`;
}
