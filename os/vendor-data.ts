import type { ClusterPlan, NodePlan } from "../model/cluster-plan";
import { ownershipMarker } from "../model/ownership-marker";
import { modulesLoadFile, sysctlFile } from "../model/render/kernel-settings";
import type { RenderedFile } from "../model/render/rendered-file";
import { toYaml } from "../model/render/serialise";
import type { ClusterConfig } from "../model/schema/cluster-keys";
import { loginOf, type OsFamily } from "./registry";
import { sshdConfig } from "./sshd-config";

/** Whatever brings its cluster up. */
type Plan = ClusterPlan<ClusterConfig, OsFamily>;

/** A machine's secrets and keys; every field but the public key is a secret. */
export interface FirstBootSecrets {
  /** The machine's ed25519 host key in OpenSSH PEM format, created by us so that it can be verified. */
  readonly hostKeyPrivate: string;
  /** The same key as `ssh-ed25519 AAAA…`. */
  readonly hostKeyPublic: string;
  /** crypt(5) hash for the console; without one there is no login. */
  readonly consolePasswordHash?: string;
}

/**
 * The vendor data of one machine. Proxmox writes the user data itself (host name, user, keys, upgrade); if both set
 * something cloud-init uses the user data, and merges maps such as `chpasswd`.
 */
export function renderVendorData(plan: Plan, machine: Pick<NodePlan, "name">, secrets: FirstBootSecrets): string {
  const marker = ownershipMarker(plan.cluster.name, machine.name);
  return `#cloud-config\n# ${marker}\n${toYaml(vendorData(plan, secrets))}`;
}

function vendorData(plan: Plan, secrets: FirstBootSecrets): Record<string, unknown> {
  const { access, os } = plan;
  const { packages, sshDaemon, firstBoot } = loginOf(os.family);
  const timers = packages.updateTimers;
  return {
    // cloud-init gives up on apt's lock after 30 s. This runs once, before systemd starts any timer (cloud-init's unit for
    // the network stage is ordered before sysinit.target), and the last commands undo it.
    bootcmd: [["cloud-init-per", "instance", "quiet-apt", "systemctl", "mask", "--runtime", "--now", ...timers]],
    locale: os.locale,
    timezone: os.timezone,
    disable_root: true,
    ssh_pwauth: false,
    // Keeps the key below if an edit in Proxmox makes cloud-init run again.
    ssh_deletekeys: false,
    ssh_keys: { ed25519_private: `${secrets.hostKeyPrivate.trim()}\n`, ed25519_public: secrets.hostKeyPublic.trim() },
    ...consolePassword(access.user, secrets.consolePasswordHash),
    package_update: true,
    packages: [...new Set([...packages.base, ...os.packages])],
    // Permissions are strings: YAML would read a bare 0440 as a number.
    write_files: filesOf(plan).map(({ path, mode, content }) => ({ path, permissions: mode, content })),
    runcmd: [
      ["systemctl", "restart", "systemd-modules-load.service"],
      ["sysctl", "--system"],
      ...firstBoot.commands,
      ["systemctl", "enable", "--now", "qemu-guest-agent.service"],
      ["systemctl", "unmask", "--runtime", ...timers],
      ["systemctl", "start", ...timers],
      // The last one: cloud-init takes the exit status of these commands from it.
      ...sshDaemon.restart,
    ],
  };
}

function consolePassword(user: string, hash: string | undefined): Record<string, unknown> {
  if (hash === undefined) return {};
  return { chpasswd: { expire: false, users: [{ name: user, password: hash, type: "hash" }] } };
}

function filesOf({ access, os }: Plan): RenderedFile[] {
  const { sshDaemon, firstBoot } = loginOf(os.family);
  const sudo = `${access.user} ALL=(ALL) NOPASSWD:ALL\n`;
  return [
    { path: `/etc/sudoers.d/90-${access.user}`, mode: "0440", content: sudo },
    sshdConfig(access.user, access.sshPort),
    ...sshDaemon.files(access.sshPort),
    ...firstBoot.files(os),
    { path: "/etc/modules-load.d/kubernetes.conf", mode: "0644", content: modulesLoadFile() },
    { path: "/etc/sysctl.d/90-kubernetes.conf", mode: "0644", content: sysctlFile() },
  ];
}
