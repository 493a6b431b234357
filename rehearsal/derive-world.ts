import type { ClusterPlan } from "../model/cluster-plan";
import { existingOf } from "./derive-world/existing";
import { hostsOf } from "./derive-world/hosts";
import { simulatedOf } from "./distributions/registry";
import { internetOf } from "./derive-world/internet";
import { privilegesFor } from "./derive-world/least-privileges";
import type { WorldSpec } from "./world-spec";

export { leastPrivileges, type NeededPrivilege } from "./derive-world/least-privileges";

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
 * The world a plan needs: hosts with what the stack file says they have, the files its machines fetch, and a token that
 * may do exactly what the program has to. Same plan, same world. Keys and the token's secret are made when the world
 * starts; `overrides` puts a test's own world in place of parts of it.
 */
export function deriveWorld(plan: ClusterPlan, overrides: Partial<WorldSpec> = {}): WorldSpec {
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
    token: { id: "pulumi@pve!homelab", secret: "", privileges: privilegesFor(pveVersion) },
    sshUser: plan.proxmox.ssh.user,
    sshPublicKey: "",
    pveVersion,
    ...overrides,
  };
}
