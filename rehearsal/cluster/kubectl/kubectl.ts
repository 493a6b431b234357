import { packagedProgram, program, type Outcome, type Program } from "../../guests/program";
import { parseFlags } from "../../guests/programs/flags";
import { versionObject } from "../api/raw-paths";
import { apply, create } from "./apply";
import { guestCaller, type Caller } from "./caller";
import { connect } from "./client";
import { deleteNodes } from "./delete";
import { cordon, drain, uncordon } from "./drain";
import { annotate, label, taint } from "./edit-node";
import { get } from "./get";
import { KubectlError, NothingFound } from "./kubectl-error";
import type { Verb } from "./verb";
import { wait } from "./wait";

const grammar = {
  flags: [
    "no-headers",
    "A",
    "all-namespaces",
    "overwrite",
    "ignore-daemonsets",
    "delete-emptydir-data",
    "force",
    "ignore-not-found",
    "all",
    "wait",
    "now",
    "show-labels",
    "insecure-skip-tls-verify",
    "disable-eviction",
    "client",
    "server-side",
    "force-conflicts",
  ],
  values: [
    "kubeconfig",
    "server",
    "s",
    "request-timeout",
    "n",
    "namespace",
    "context",
    "l",
    "selector",
    "o",
    "output",
    "raw",
    "f",
    "filename",
    "for",
    "timeout",
    "grace-period",
    "skip-wait-for-delete-timeout",
    "field-selector",
    "pod-selector",
    "v",
  ],
};

const verbs: Readonly<Record<string, Verb>> = {
  get,
  wait,
  label,
  annotate,
  taint,
  cordon,
  uncordon,
  drain,
  delete: deleteNodes,
  apply,
  create,
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
export async function runKubectl(args: readonly string[], caller: Caller): Promise<Outcome> {
  const parsed = parseFlags(args, grammar);
  const [verb = "", ...operands] = parsed.operands;
  const act = verbs[verb];
  if (!act) return { exitCode: 1, stderr: `${unknownVerb(args, verb)}\n` };
  if (parsed.unknown !== undefined)
    return {
      exitCode: 1,
      stderr: `error: unknown ${parsed.unknown.startsWith("--") ? "flag" : "shorthand flag"}: ${parsed.unknown}\nSee 'kubectl ${verb} --help' for usage.\n`,
    };
  let warnings = "";
  try {
    const cluster = await connect(caller, parsed);
    const warn = (line: string): void => void (warnings += `${line}\n`);
    const stdout = await act({ cluster, parsed: { ...parsed, operands }, caller, warn });
    return { stdout, stderr: warnings };
  } catch (error) {
    if (error instanceof NothingFound) return { stderr: `${error.message}\n` };
    if (error instanceof KubectlError)
      return { exitCode: 1, stdout: error.stdout, stderr: `${warnings}${error.message}\n` };
    throw error;
  }
}

/** Kubectl takes a word it does not know for a plugin's name, which has to come first. */
function unknownVerb([first = ""]: readonly string[], verb: string): string {
  if (first.startsWith("-")) return `Error: flags cannot be placed before plugin name: ${first}`;
  return `error: unknown command "${verb}" for "kubectl"`;
}
