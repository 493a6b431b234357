import { multiError } from "./multi-error";
import type { MachineConfig } from "./machine-config";
import { clusterErrors, cniWarnings } from "./validate-cluster";
import { contradictions, documentErrors } from "./validate-documents";
import { kubernetesErrors } from "./validate-kubernetes";
import { installErrors, machineErrors } from "./validate-machine";

/** Talos' validation of a parsed configuration: errors refuse it, warnings are printed. */
export interface ConfigFindings {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

export interface ValidationMode {
  /** The platform installs to a disk; images for clouds are installed already. */
  readonly requiresInstall: boolean;
  /** Warnings count as errors, as `talosctl validate --strict` has it. */
  readonly strict?: boolean;
  /** Version of the Talos that reads it, on a machine; undefined for `talosctl validate`. */
  readonly talosVersion?: string;
}

/** machinery config/container: the first document, every other one, then what contradicts between them. */
export function validate(config: MachineConfig, mode: ValidationMode): ConfigFindings {
  const found = firstDocument(config, mode);
  const first = multiError(mode.strict === true ? [...found.errors, ...found.warnings.map(asError)] : found.errors);
  const errors = [
    ...(first === undefined ? [] : [`v1alpha1.Config: ${first}`]),
    ...config.documents.flatMap((document) =>
      documentErrors(document).map(
        (error) => `${document.kind}${document.name === "" ? "" : `/${document.name}`}: ${error}`,
      ),
    ),
    ...contradictions(config),
    ...(mode.talosVersion === undefined ? [] : kubernetesErrors(config, mode.talosVersion)),
  ];
  return { errors, warnings: mode.strict === true ? [] : found.warnings };
}

const asError = (warning: string): string => `warning: ${warning}`;

function firstDocument(config: MachineConfig, mode: ValidationMode): ConfigFindings {
  if (!config.complete) return { errors: [], warnings: [] };
  if (config.at("machine") === undefined) return { errors: ["machine instructions are required"], warnings: [] };
  const errors = [...clusterErrors(config), ...installErrors(config, mode.requiresInstall), ...machineErrors(config)];
  return { errors, warnings: cniWarnings(config) };
}
