import { isDeepStrictEqual } from "node:util";
import { stringify } from "yaml";
import { isMap } from "../config/key-tree";
import type { MachineConfig } from "../config/machine-config";

/** Parts of `machine` that a running Talos takes over at once (machined's CanApplyImmediate); `cluster` and `debug` are as well. */
const immediate = [
  "ca",
  "acceptedCAs",
  "time",
  "certSANs",
  "install",
  "network",
  "sysfs",
  "sysctls",
  "logging",
  "controlPlane",
  "kubelet",
  "kernel",
  "registries",
  "pods",
  "seccompProfiles",
  "nodeAnnotations",
  "nodeLabels",
  "nodeTaints",
];
const immediateFeatures = [
  "kubernetesTalosAPIAccess",
  "kubePrism",
  "hostDNS",
  "imageCache",
  "nodeAddressSortAlgorithm",
];

/** Why a change cannot be applied without a reboot, with what differs; undefined when it can. Other documents always can. */
export function needsReboot(now: MachineConfig | undefined, then: MachineConfig): string | undefined {
  const [left, right] = [now, then].map((config) =>
    lasting(config?.documents.find(({ kind }) => kind === "v1alpha1")?.value),
  );
  if (isDeepStrictEqual(left, right)) return undefined;
  return `this config change can't be applied in immediate mode\ndiff:\n${difference(stringify(left), stringify(right))}`;
}

/** What of the first document only a reboot changes. */
function lasting(document: unknown): unknown {
  if (!isMap(document)) return undefined;
  const { cluster: _cluster, debug: _debug, machine, ...rest } = document;
  if (!isMap(machine)) return rest;
  const kept = Object.entries(machine).filter(([key]) => !immediate.includes(key));
  const features = isMap(machine.features)
    ? Object.entries(machine.features).filter(([key]) => !immediateFeatures.includes(key))
    : [];
  return { ...rest, machine: { ...Object.fromEntries(kept), features: Object.fromEntries(features) } };
}

/** Lines that only one side has. */
function difference(left: string, right: string): string {
  const [before, after] = [left.split("\n"), right.split("\n")];
  const gone = before.filter((line) => !after.includes(line)).map((line) => `-${line}\n`);
  const come = after.filter((line) => !before.includes(line)).map((line) => `+${line}\n`);
  return `--- a\n+++ b\n${[...gone, ...come].join("")}`;
}
