import type { StackPlan } from "../distributions/distribution";
import { ACCOUNT_GROUP, accountGrants } from "../model/platform/proxmox-accounts";
import { existingOf } from "./derive-simulation/existing";
import { hostsOf } from "./derive-simulation/hosts";
import { simulatedOf } from "./distributions/registry";
import { internetOf } from "./derive-simulation/internet";
import { privilegesFor } from "./derive-simulation/least-privileges";
import type { SimulationSpec } from "./simulation-spec";

export { leastPrivileges, type NeededPrivilege } from "./derive-simulation/least-privileges";

/** Only a stack that makes users at Proxmox has a token that may. */
const accountsOf = ({ platform }: StackPlan) => {
  const values = (platform?.addOns ?? []).flatMap(({ secrets = [] }) =>
    secrets.flatMap(({ data }) => Object.values(data)),
  );
  return values.some((value) => "account" in value) ? { grants: accountGrants } : {};
};

/** Packages the program's cloud-init always asks for, and those Ubuntu's own locale and keyboard set-up pulls in. */
const alwaysInstallable = [
  "ca-certificates",
  "curl",
  "qemu-guest-agent",
  "locales",
  "keyboard-configuration",
  "console-setup",
];

/**
 * The simulation a plan needs: hosts with what the stack file says they have, the files its machines fetch, and a token that
 * may do exactly what the program has to. Same plan, same simulation. Keys and the token's secret are made when the simulation
 * starts; `overrides` puts a test's own simulation in place of parts of it.
 */
export function deriveSimulation(plan: StackPlan, overrides: Partial<SimulationSpec> = {}): SimulationSpec {
  const pveVersion = overrides.pveVersion ?? "9.1.3";
  const language = plan.os.locale.split(/[_.@]/)[0];
  const packages = [
    ...alwaysInstallable,
    `language-pack-${language}`,
    ...plan.os.packages,
    ...simulatedOf(plan).aptPackages(plan),
  ];
  return {
    hosts: hostsOf(plan),
    internet: internetOf(plan),
    ...existingOf(plan),
    aptPackages: [...new Set(packages)].sort(),
    token: { id: "pulumi@pve!homelab", secret: "", privileges: privilegesFor(pveVersion), ...accountsOf(plan) },
    groups: [ACCOUNT_GROUP],
    sshUser: plan.proxmox.ssh.user,
    sshPublicKey: "",
    pveVersion,
    ...overrides,
  };
}
