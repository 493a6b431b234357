import { isDeepStrictEqual } from "node:util";
import { stringify } from "yaml";
import { MachineConfig } from "../config/machine-config";
import { multiError } from "../config/multi-error";
import { MachineConfigError, readTalosDocuments } from "../config/read-documents";
import { validate } from "../config/validate";
import { handler, RpcError, type Handler } from "../rpc";
import type { TalosMachine } from "../talos-machine";
import { needsReboot } from "./immediate";
import { begin, rebootSequence } from "./power";

export type ApplyMode = "AUTO" | "NO_REBOOT" | "REBOOT" | "STAGED" | "TRY";

export interface ApplyRequest {
  readonly data: string;
  readonly mode: ApplyMode;
  readonly dryRun: boolean;
  readonly tryTimeoutSeconds: number;
}

export interface ApplyAnswer {
  readonly warnings: readonly string[];
  readonly details: string;
}

/** machined's ApplyConfiguration. */
export function applyConfiguration(machine: TalosMachine): Handler {
  let rebooting = false;
  /** Counts applies, so that a trial is not taken back after a later one. */
  let applied = 0;
  return handler<ApplyRequest>(({ request, roles }): ApplyAnswer => {
    if (rebooting)
      throw new RpcError(
        "FailedPrecondition",
        "configuration was already applied and node is rebooting, cannot apply more configuration changes until next reboot",
      );
    const inMaintenance = machine.runtime === undefined;
    if (!inMaintenance && !roles.includes("os:admin")) throw new RpcError("PermissionDenied", "not authorized");
    const config = read(request.data, inMaintenance);
    const warnings = check(config, machine);
    const { mode, details } = modeOf(request.mode, machine, config, inMaintenance);
    if (request.dryRun) return { warnings: [], details: dryRun(machine, config, details) };
    const number = ++applied;
    if (mode === "TRY") void takeBack(machine, request.tryTimeoutSeconds, () => applied === number);
    else machine.disk.config = request.data;
    if (mode === "REBOOT") {
      rebooting = true;
      begin(machine, rebootSequence(machine));
    } else if (mode !== "STAGED" && config.complete) machine.configure(request.data);
    return { warnings, details: mode === "TRY" ? `${details}\n${trial(request)}` : details };
  });
}

function read(data: string, inMaintenance: boolean): MachineConfig {
  try {
    const config = new MachineConfig(readTalosDocuments(data));
    if (inMaintenance || config.complete) return config;
  } catch (error) {
    if (!(error instanceof MachineConfigError)) throw error;
    throw new RpcError("InvalidArgument", error.message);
  }
  throw new RpcError(
    "InvalidArgument",
    "the applied machine configuration doesn't contain v1alpha1 config, did you mean to patch the machine config instead?",
  );
}

function check(config: MachineConfig, { disk }: TalosMachine): readonly string[] {
  // nocloud is a cloud: its image is installed already.
  const { errors, warnings } = validate(config, { requiresInstall: false, talosVersion: disk.version });
  const problem = multiError(errors);
  if (problem !== undefined) throw new RpcError("InvalidArgument", problem);
  return warnings;
}

function modeOf(
  wanted: ApplyMode,
  machine: TalosMachine,
  config: MachineConfig,
  inMaintenance: boolean,
): { readonly mode: ApplyMode; readonly details: string } {
  const reason = inMaintenance ? undefined : needsReboot(machine.config, config);
  if (wanted === "STAGED") return { mode: wanted, details: "Staged configuration to be applied after the next reboot" };
  if (wanted === "REBOOT" && !inMaintenance) return { mode: wanted, details: "Applied configuration with a reboot" };
  if (wanted === "AUTO" && reason !== undefined)
    return { mode: "REBOOT", details: `Applied configuration with a reboot: ${reason}` };
  if (reason !== undefined) throw new RpcError("InvalidArgument", reason);
  return { mode: wanted === "TRY" ? "TRY" : "NO_REBOOT", details: "Applied configuration without a reboot" };
}

function dryRun(machine: TalosMachine, config: MachineConfig, details: string): string {
  const [now, then] = [machine.config, config].map((each) => each?.documents.map(({ value }) => value) ?? []);
  const changes = isDeepStrictEqual(now, then) ? "No changes." : `Config diff:\n\n${stringify(then)}`;
  return `Dry run summary:\n${details} (skipped in dry-run).\n${changes}`;
}

const trial = ({ tryTimeoutSeconds }: ApplyRequest): string =>
  `The config is applied in 'try' mode and will be automatically reverted back in ${goMinutes(tryTimeoutSeconds)}`;

function goMinutes(seconds: number): string {
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}

async function takeBack(machine: TalosMachine, seconds: number, stands: () => boolean): Promise<void> {
  const { config: before } = machine.disk;
  await machine.pause(seconds);
  if (!machine.power.aborted && stands() && before !== undefined) machine.configure(before);
}
