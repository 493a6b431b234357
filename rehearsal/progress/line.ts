import type { SimulationEvent } from "../events";

/** `  12.3 s  valaskjalf-master-1  rke2-server joined`: one line for everything worth a line in a log. */
export function lineOf(event: SimulationEvent): string | undefined {
  if (event.kind === "span") {
    const failed = event.error === undefined ? "" : ` failed: ${firstLine(event.error)}`;
    return logLine(event.at, event.machine, `${event.label}${failed}`);
  }
  if (event.kind === "fault") return logLine(event.at, event.machine ?? "", `fault: ${event.fault}`);
  return undefined;
}

export function logLine(at: number, machine: string, text: string): string {
  const parts = [`${(at / 1000).toFixed(1).padStart(6)} s`, machine, text];
  return parts.filter((part) => part !== "").join("  ");
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}
