import type { ClusterPlan, NodePlan } from "../model/cluster-plan";
import { ownershipMarker } from "../model/ownership-marker";
import { modulesLoadFile, sysctlFile } from "../model/render/kernel-settings";
import { toYaml } from "../model/render/serialise";
import { applySshPort, SSH_SOCKET_PATH, SSHD_CONFIG_PATH, sshdConfig, sshSocketDropIn } from "./ssh-daemon";

/** What a machine is given besides its plan; every field but the public key is a secret. */
export interface FirstBootSecrets {
  /** The machine's own ed25519 host key in OpenSSH PEM form, made by us so that it can be verified. */
  readonly hostKeyPrivate: string;
  /** The same key as `ssh-ed25519 AAAA…`. */
  readonly hostKeyPublic: string;
  /** crypt(5) hash for the console; without one nobody can log in there. */
  readonly consolePasswordHash?: string;
}

/** What every machine needs, whatever the stack adds; Debian's image has none of the last two, which make the keyboard. */
const BASE_PACKAGES = ["qemu-guest-agent", "ca-certificates", "curl", "console-setup", "keyboard-configuration"];

/** What Ubuntu and Debian start in the first minutes, and what holds apt's locks then. */
const APT_TIMERS = ["apt-daily.timer", "apt-daily-upgrade.timer"];

/**
 * The vendor document of one machine. Proxmox writes the user document itself (host name, user, keys, upgrade); where both
 * say something cloud-init keeps the user document's word, and maps such as `chpasswd` are merged.
 */
export function renderVendorData(
  plan: ClusterPlan,
  machine: Pick<NodePlan, "name">,
  secrets: FirstBootSecrets,
): string {
  const marker = ownershipMarker(plan.cluster.name, machine.name);
  return `#cloud-config\n# ${marker}\n${toYaml(vendorData(plan, secrets))}`;
}

function vendorData(plan: ClusterPlan, secrets: FirstBootSecrets): Record<string, unknown> {
  const { access, os } = plan;
  return {
    // cloud-init gives up on a lock of apt after 30 s. This runs before systemd starts any timer (cloud-init's unit for the
    // network stage is ordered before sysinit.target), once, and the last commands take it back.
    bootcmd: [["cloud-init-per", "instance", "quiet-apt", "systemctl", "mask", "--runtime", "--now", ...APT_TIMERS]],
    locale: os.locale,
    timezone: os.timezone,
    disable_root: true,
    ssh_pwauth: false,
    // Keeps the key below when an edit in Proxmox makes cloud-init run again.
    ssh_deletekeys: false,
    ssh_keys: { ed25519_private: `${secrets.hostKeyPrivate.trim()}\n`, ed25519_public: secrets.hostKeyPublic.trim() },
    ...consolePassword(access.user, secrets.consolePasswordHash),
    package_update: true,
    packages: [...new Set([...BASE_PACKAGES, ...os.packages])],
    write_files: filesOf(plan),
    runcmd: [
      ["systemctl", "restart", "systemd-modules-load.service"],
      ["sysctl", "--system"],
      ["systemctl", "restart", "console-setup.service"],
      ["systemctl", "enable", "--now", "qemu-guest-agent.service"],
      ["systemctl", "unmask", "--runtime", ...APT_TIMERS],
      ["systemctl", "start", ...APT_TIMERS],
      ...applySshPort(),
    ],
  };
}

function consolePassword(user: string, hash: string | undefined): Record<string, unknown> {
  if (hash === undefined) return {};
  return { chpasswd: { expire: false, users: [{ name: user, password: hash, type: "hash" }] } };
}

/** Permissions are strings: YAML would read a bare 0440 as a number. */
function filesOf({ access, os }: ClusterPlan): Record<string, string>[] {
  const file = (path: string, permissions: string, content: string) => ({ path, permissions, content });
  return [
    file(`/etc/sudoers.d/90-${access.user}`, "0440", `${access.user} ALL=(ALL) NOPASSWD:ALL\n`),
    file(SSHD_CONFIG_PATH, "0600", sshdConfig(access.user, access.sshPort)),
    file(SSH_SOCKET_PATH, "0644", sshSocketDropIn(access.sshPort)),
    // Not by cloud-init's `keyboard`: that fails where console-setup is not there yet, as on Debian.
    file("/etc/default/keyboard", "0644", keyboardFile(os.keyboard)),
    // Debian's locale-gen makes what stands here, whatever it is called with; Ubuntu's makes both.
    file("/etc/locale.gen", "0644", `${os.locale} UTF-8\n`),
    file("/etc/modules-load.d/kubernetes.conf", "0644", modulesLoadFile()),
    file("/etc/sysctl.d/90-kubernetes.conf", "0644", sysctlFile()),
  ];
}

/** keyboard(5) */
function keyboardFile(layout: string): string {
  const settings = { XKBMODEL: "pc105", XKBLAYOUT: layout, XKBVARIANT: "", XKBOPTIONS: "" };
  return Object.entries(settings)
    .map(([name, value]) => `${name}="${value}"\n`)
    .join("");
}
