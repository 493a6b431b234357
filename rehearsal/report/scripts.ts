import type { CommandEvent, SimulationEvent } from "../events";

/** A script as it ran on a machine. */
export interface RanScript {
  readonly machine: string;
  /** `<machine>/<nn>-<step>.sh`, numbered as they began on the machine. */
  readonly file: string;
  readonly step: string;
  readonly at: number;
  readonly content: string;
  /** Undefined when the connection broke before it ended. */
  readonly exitCode: number | undefined;
}

/** Every script and command that ran over SSH, in order. */
export function scriptsOf(events: readonly SimulationEvent[]): RanScript[] {
  const commands = events.filter((event): event is CommandEvent => event.kind === "command");
  const begun = new Map<string, number>();
  return commands.flatMap((event, index) => {
    if (event.phase !== "start") return [];
    const number = (begun.get(event.machine) ?? 0) + 1;
    begun.set(event.machine, number);
    const end = endOf(event, commands.slice(index + 1));
    const step = stepOf(event);
    return {
      machine: event.machine,
      file: `${fileName(event.machine)}/${String(number).padStart(2, "0")}-${fileName(step)}.sh`,
      step,
      at: event.at,
      content: contentOf({ ...event, ...(end?.stdin !== undefined && { stdin: end.stdin }) }),
      exitCode: end?.exitCode,
    };
  });
}

/** The end that belongs to a start: the next one of the same command on the machine. */
function endOf(start: CommandEvent, later: readonly CommandEvent[]): CommandEvent | undefined {
  return later.find(
    ({ phase, machine, user, command }) =>
      phase === "end" && machine === start.machine && user === start.user && command === start.command,
  );
}

/**
 * A shell reading standard input names its step in its arguments (`sh -s -- join`), an upload is named by its file, any
 * other command by its first words; where talosctl and kubectl look and whom they trust is the same in every call.
 */
function stepOf({ command }: CommandEvent): string {
  const named = /\bsh(?:\s+-[a-z]+)*\s+-s(?:\s+--)?\s+([\w-]+)/.exec(command)?.[1];
  if (named !== undefined) return named;
  const uploaded = /\btee\s+(?:\S*\/)?([\w.-]+)/.exec(command)?.[1];
  if (uploaded !== undefined) return `upload-${uploaded}`;
  const [line = ""] = command.replaceAll(whereabouts, "").split("\n");
  const words = line.match(/[A-Za-z0-9][\w.-]*/g) ?? [];
  return (
    words
      .filter((word) => word !== "sudo")
      .slice(0, 4)
      .join("-") || "command"
  );
}

const whereabouts = / --(?:\w+config|endpoints|nodes|server|request-timeout)[= ]\S+/g;

function contentOf({ command, stdin, user }: CommandEvent): string {
  const head = `# ran as ${user}: ${command.split("\n")[0] ?? ""}\n`;
  if (stdin !== undefined && stdin !== "") return `${head}${stdin.endsWith("\n") ? stdin : `${stdin}\n`}`;
  return `${head}${command}\n`;
}

function fileName(text: string): string {
  return (
    text
      .replace(/[^\w.-]+/g, "-")
      .replace(/^[-.]+/, "")
      .slice(0, 60) || "script"
  );
}
