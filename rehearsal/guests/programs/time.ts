import { failed, ok, program, type Process } from "../program";
import { parseFlags } from "./flags";

const units: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3_600, d: 86_400 };

/** Seconds of `1.5`, `10s`, `2m`, as coreutils reads them. */
function seconds(text: string): number {
  const match = /^(\d+(?:\.\d+)?|\.\d+)([smhd]?)$/.exec(text);
  return match ? Number(match[1]) * (units[match[2] ?? ""] ?? 1) : Number.NaN;
}

async function sleep(args: readonly string[], { guest, signal }: Process) {
  const wrong = args.find((word) => Number.isNaN(seconds(word)));
  if (wrong !== undefined) return failed(1, `sleep: invalid time interval ‘${wrong}’`);
  if (args.length === 0) return failed(1, "sleep: missing operand");
  await guest.sleep(
    args.reduce((sum, word) => sum + seconds(word), 0),
    signal,
  );
  return ok();
}

/** Status 124 when the time is over; the command is killed in the simulation's time. */
async function timeout(args: readonly string[], process: Process) {
  const grammar = {
    flags: ["foreground", "preserve-status", "v"],
    values: ["k", "s", "kill-after", "signal"],
    stopAtOperand: true,
  };
  const [limit = "", ...command] = parseFlags(args, grammar).operands;
  if (Number.isNaN(seconds(limit))) return failed(125, `timeout: invalid time interval ‘${limit}’`);
  const over = new AbortController();
  const done = new AbortController();
  const signal = AbortSignal.any([process.signal, over.signal]);
  const awake = AbortSignal.any([process.signal, done.signal]);
  const alarm = process.guest.sleep(atLeastAMinute(seconds(limit), process), awake).then(() => over.abort());
  try {
    const result = await process.run(command, { stdin: process.stdin, signal });
    return over.signal.aborted ? { ...result, exitCode: 124 } : result;
  } finally {
    done.abort();
    await alarm;
  }
}

/**
 * What a script computes here takes this process's time and not the simulation's, so a limit of minutes lasts a minute of that at
 * least: else a quick simulation would end scripts that only had to wait for a busy computer.
 */
function atLeastAMinute(limit: number, { guest }: Process): number {
  const second = guest.context.latencies.guestSecond;
  return limit < 600 ? limit : Math.max(limit, 60_000 / Math.max(second, 0.001));
}

/** The guest's clock, not the host's; formatting is the interpreter's. */
function date(args: readonly string[], process: Process) {
  const given = args.some((word) => /^(-d|-r|--date|--reference)/.test(word));
  return process.original?.(given ? args : ["-d", `@${Math.floor(process.guest.time())}`, ...args]) ?? ok();
}

function timedatectl(args: readonly string[], { guest, user }: Process) {
  const [verb = "status", zone = ""] = args.filter((word) => !word.startsWith("-"));
  const current = (guest.tree.read("/etc/timezone") ?? "Etc/UTC").trim();
  if (verb === "status")
    return ok(
      `                Time zone: ${current}\nSystem clock synchronized: yes\n              NTP service: active\n`,
    );
  if (verb === "show") return ok(`Timezone=${current}\nLocalRTC=no\nCanNTP=yes\nNTP=yes\nNTPSynchronized=yes\n`);
  if (verb !== "set-timezone" && verb !== "set-ntp") return failed(1, `Unknown command verb ${verb}.`);
  if (user.uid !== 0) return failed(1, "Failed to set time zone: Interactive authentication required.");
  if (verb === "set-timezone") {
    if (!isTimezone(zone)) return failed(1, `Failed to set time zone: Invalid or not installed time zone '${zone}'`);
    guest.tree.write("/etc/timezone", `${zone}\n`);
    guest.tree.link(`/usr/share/zoneinfo/${zone}`, "/etc/localtime");
  }
  return ok();
}

export function isTimezone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

export const timePrograms = [
  program("sleep", sleep),
  program("timeout", timeout),
  program("date", date),
  program("timedatectl", timedatectl),
];
