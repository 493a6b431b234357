import { failed, ok, type Outcome } from "../../program";
import type { SystemctlCall, SystemctlVerb } from "./verb";

/** Verbs that anybody may use: they only tell. */
export const questions: ReadonlyMap<string, SystemctlVerb> = new Map<string, SystemctlVerb>([
  ["is-active", (call) => words(call, states(call), ["active"], 3)],
  ["is-failed", (call) => words(call, states(call), ["failed"], 1)],
  ["is-enabled", isEnabled],
  ["status", status],
  ["is-system-running", () => ok("running\n")],
]);

function states({ process, names }: SystemctlCall): string[] {
  return names.map((name) => process.guest.units.state(name));
}

/** A line a unit; the exit status is 0 as soon as one of them is as hoped. */
function words({ quiet }: SystemctlCall, found: readonly string[], good: readonly string[], exitCode: number): Outcome {
  return {
    stdout: quiet ? "" : found.map((state) => `${state}\n`).join(""),
    exitCode: found.some((state) => good.includes(state)) ? 0 : exitCode,
  };
}

function isEnabled(call: SystemctlCall): Outcome {
  const { files } = call.process.guest.units;
  const found = call.names.map((name) => {
    const file = files.find(name);
    if (!file) return "not-found";
    if (!file.wantedBy) return "static";
    return files.isEnabled(name) ? "enabled" : "disabled";
  });
  const missing = found.includes("not-found") && found.length === 1;
  return words(call, found, ["enabled", "static"], missing ? 4 : 1);
}

function status({ process: { guest }, names: [name = ""] }: SystemctlCall): Outcome {
  const { units, journal } = guest;
  const file = units.files.find(name);
  if (!file) return failed(4, `Unit ${name} could not be found.`);
  const state = units.state(name);
  const enabled = units.files.isEnabled(name) ? "enabled" : "disabled";
  const log = journal
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
