import { failed, ok, program, type Outcome, type Process } from "../program";
import { JobError } from "../systemd/unit-manager";
import { parseFlags } from "./flags";

const grammar = {
  flags: [
    "q",
    "quiet",
    "now",
    "no-block",
    "no-pager",
    "l",
    "full",
    "no-ask-password",
    "f",
    "force",
    "a",
    "all",
    "no-reload",
  ],
  values: ["t", "type", "p", "property", "n", "lines", "o", "output"],
};
const changes = new Set([
  "daemon-reload",
  "start",
  "stop",
  "restart",
  "try-restart",
  "reload-or-restart",
  "reload",
  "enable",
  "disable",
  "mask",
  "unmask",
  "reset-failed",
]);

type Flags = ReadonlySet<string>;

async function systemctl(args: readonly string[], process: Process): Promise<Outcome> {
  const { flags, operands, unknown } = parseFlags(args, grammar);
  if (unknown) return failed(1, `systemctl: unrecognized option '${unknown}'`);
  const [verb = "list-units", ...names] = operands;
  if (changes.has(verb) && process.user.uid !== 0)
    return failed(
      verb === "daemon-reload" ? 1 : 4,
      `Failed to ${verb} ${names[0] ?? "daemon"}: Interactive authentication required.`,
    );
  try {
    return await act(process, verb, names.map(withSuffix), flags);
  } catch (error) {
    if (error instanceof JobError) return failed(error.exitCode, error.message);
    throw error;
  }
}

export const withSuffix = (name: string): string =>
  /\.(service|socket|target|timer|mount|device)$/.test(name) ? name : `${name}.service`;

async function act(process: Process, verb: string, names: readonly string[], flags: Flags): Promise<Outcome> {
  const { units } = process.guest;
  switch (verb) {
    case "daemon-reload":
      units.reload();
      return ok();
    case "reset-failed":
      return ok();
    case "start":
    case "stop":
    case "restart":
      return jobs(process, verb, names, flags);
    case "reload":
    case "reload-or-restart":
    case "try-restart":
      return jobs(process, "restart", names, flags);
    case "enable":
    case "disable": {
      const words = names.map((name) => units[verb](name)).join("");
      if (flags.has("now")) await jobs(process, verb === "enable" ? "start" : "stop", names, flags);
      return { stderr: flags.has("q") || flags.has("quiet") ? "" : words };
    }
    case "is-active":
      return words(
        names.map((name) => units.state(name)),
        flags,
        (state) => state === "active",
        3,
      );
    case "is-failed":
      return words(
        names.map((name) => units.state(name)),
        flags,
        (state) => state === "failed",
        1,
      );
    case "is-enabled":
      return isEnabled(process, names, flags);
    case "status":
      return status(process, names);
    case "is-system-running":
      return ok("running\n");
    default:
      return failed(1, `Unknown command verb '${verb}'.`);
  }
}

/** --no-block queues the job; that a unit does not exist is said at once all the same. */
async function jobs(
  { guest: { units } }: Process,
  verb: "start" | "stop" | "restart",
  names: readonly string[],
  flags: Flags,
): Promise<Outcome> {
  for (const name of names) {
    const job = units[verb](name);
    if (!flags.has("no-block") || !units.file(name)) await job;
    else job.catch(() => undefined);
  }
  return ok();
}

function words(states: readonly string[], flags: Flags, good: (state: string) => boolean, exitCode: number): Outcome {
  const quiet = flags.has("q") || flags.has("quiet");
  return {
    stdout: quiet ? "" : states.map((state) => `${state}\n`).join(""),
    exitCode: states.some(good) ? 0 : exitCode,
  };
}

function isEnabled({ guest: { units } }: Process, names: readonly string[], flags: Flags): Outcome {
  const states = names.map((name) => {
    const file = units.file(name);
    if (!file) return "not-found";
    if (!file.wantedBy) return "static";
    return units.isEnabled(name) ? "enabled" : "disabled";
  });
  const missing = states.includes("not-found") && states.length === 1;
  return words(states, flags, (state) => state === "enabled" || state === "static", missing ? 4 : 1);
}

function status({ guest }: Process, names: readonly string[]): Outcome {
  const name = names[0] ?? "";
  const file = guest.units.file(name);
  if (!file) return failed(4, `Unit ${name} could not be found.`);
  const state = guest.units.state(name);
  const enabled = guest.units.isEnabled(name) ? "enabled" : "disabled";
  const log = guest.journal
    .read(name)
    .slice(-10)
    .map((entry) => entry.text);
  const lines = [
    `● ${name} - ${file.get("Unit.Description") ?? name}`,
    `     Loaded: loaded (${file.path}; ${enabled})`,
    `     Active: ${state}`,
    "",
    ...log,
  ];
  return { stdout: `${lines.join("\n")}\n`, exitCode: state === "active" ? 0 : 3 };
}

export const systemctlTool = program("systemctl", systemctl);
