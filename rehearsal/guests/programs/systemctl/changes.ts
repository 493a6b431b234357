import { ok, type Outcome } from "../../program";
import type { SystemctlCall, SystemctlVerb } from "./verb";

const restart: SystemctlVerb = (call) => jobs("restart", call);

/** Verbs that change something: only root may. */
export const changes: ReadonlyMap<string, SystemctlVerb> = new Map<string, SystemctlVerb>([
  ["daemon-reload", reload],
  ["reset-failed", () => ok()],
  ["start", (call) => jobs("start", call)],
  ["stop", (call) => jobs("stop", call)],
  ["restart", restart],
  ["reload", restart],
  ["reload-or-restart", restart],
  ["try-restart", restart],
  ["enable", (call) => wish("enable", call)],
  ["disable", (call) => wish("disable", call)],
  ["mask", (call) => mask("mask", call)],
  ["unmask", (call) => mask("unmask", call)],
]);

function reload({ process }: SystemctlCall): Outcome {
  process.guest.units.files.reload();
  return ok();
}

async function wish(verb: "enable" | "disable", call: SystemctlCall): Promise<Outcome> {
  const { files } = call.process.guest.units;
  const words = call.names.map((name) => files[verb](name)).join("");
  if (call.flags.has("now")) await jobs(verb === "enable" ? "start" : "stop", call);
  return { stderr: call.quiet ? "" : words };
}

/** A unit that is masked cannot be started by anybody, also not at boot; `--runtime` lasts until then. */
async function mask(verb: "mask" | "unmask", call: SystemctlCall): Promise<Outcome> {
  const { files } = call.process.guest.units;
  const words = call.names.map((name) => files[verb](name, call.flags.has("runtime"))).join("");
  if (verb === "mask" && call.flags.has("now")) await jobs("stop", call);
  return { stderr: call.quiet ? "" : words };
}

/** --no-block queues the job; that a unit does not exist is said at once all the same. */
async function jobs(verb: "start" | "stop" | "restart", { process, names, flags }: SystemctlCall): Promise<Outcome> {
  const { units } = process.guest;
  for (const name of names) {
    const job = units[verb](name);
    if (!flags.has("no-block") || !units.files.find(name)) await job;
    else job.catch(() => undefined);
  }
  return ok();
}
