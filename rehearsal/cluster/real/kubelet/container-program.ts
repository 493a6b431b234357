import type { BoundPod, ContainerSpec } from "./pod";

/** What a container does once it is started. */
export interface ContainerProgram {
  /** Infinity for a server that runs until stopped. */
  readonly runsSeconds: number;
  readonly exitCode: number;
  /** When its probes find it ready. */
  readonly readySeconds: number;
  readonly log: string;
}

/** What the programs in images do, where somebody plays them. */
export type PlayedProgram = (pod: BoundPod, container: ContainerSpec) => Partial<ContainerProgram> | undefined;

/** A tool that does one thing and ends. */
const TASK_SECONDS = 2;

/**
 * What a container does: what is played of it, or what its command says where that is one of the shell's simplest words.
 * Nothing else is known of an image: what has to end (init containers, pods that are not restarted) ends well after a moment,
 * everything else serves, ready as soon as its probes begin.
 */
export function programOf(pod: BoundPod, container: ContainerSpec, played: PlayedProgram): ContainerProgram {
  const known = played(pod, container) ?? commandProgram(container) ?? {};
  return { ...assumed(pod, container), ...known };
}

function assumed({ spec }: BoundPod, container: ContainerSpec): ContainerProgram {
  const isInit = (spec.initContainers ?? []).includes(container) && container.restartPolicy !== "Always";
  const ends = isInit || (spec.restartPolicy ?? "Always") !== "Always";
  return { runsSeconds: ends ? TASK_SECONDS : Infinity, exitCode: 0, readySeconds: readySeconds(container), log: "" };
}

/** Probes begin after their delay, and are asked every period; a start-up probe comes first. */
function readySeconds({ readinessProbe, startupProbe }: ContainerSpec): number {
  const first = [startupProbe, readinessProbe].map((probe) =>
    probe === undefined ? 0 : Math.max(1, probe.initialDelaySeconds ?? 0),
  );
  return first.reduce((sum, seconds) => sum + seconds, 0);
}

/** `true`, `false`, `sleep N`, and `sh -c` with a list of these, `echo` and `exit N`. */
function commandProgram({ command = [], args = [] }: ContainerSpec): Partial<ContainerProgram> | undefined {
  const [program = "", ...rest] = [...command, ...args];
  if (command.length === 0) return undefined;
  const isShell = /(^|\/)(ba)?sh$/.test(program) && rest[0] === "-c";
  const lines = isShell ? (rest[1] ?? "").split(/;|&&|\n/).map((line) => line.trim()) : [[program, ...rest].join(" ")];
  let [runsSeconds, exitCode, log] = [1, 0, ""];
  for (const line of lines.filter(Boolean)) {
    const [, word = "", value = ""] = /^(true|false|sleep|echo|exit)\b\s*(.*)$/.exec(line) ?? [];
    if (word === "") return undefined;
    if (word === "echo") log += `${value.replace(/^(["'])(.*)\1$/, "$2")}\n`;
    if (word === "sleep") runsSeconds += value === "infinity" ? Infinity : Number.parseFloat(value);
    exitCode = word === "false" ? 1 : word === "exit" ? Number(value || exitCode) : 0;
    if (word === "exit") break;
  }
  return { runsSeconds, exitCode, log };
}
