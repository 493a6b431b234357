import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Programs that judge what we render, and the Debian package each comes from. */
const packageOf: Readonly<Record<string, string>> = {
  bash: "bash",
  "cloud-init": "cloud-init",
  curl: "curl",
  dash: "dash",
  gpg: "gpg",
  "gpg-agent": "gpg-agent",
  growpart: "cloud-guest-utils",
  ip: "iproute2",
  losetup: "mount",
  mke2fs: "e2fsprogs",
  "mkfs.xfs": "xfsprogs",
  mmdebstrap: "mmdebstrap",
  netplan: "netplan.io",
  openssl: "openssl",
  "qemu-system-x86_64": "qemu-system-x86",
  nsenter: "util-linux",
  sfdisk: "fdisk",
  shellcheck: "shellcheck",
  "ssh-keygen": "openssh-client",
  "systemd-analyze": "systemd",
  visudo: "sudo",
  xorriso: "xorriso",
};

/** All of them. */
export const judgesPackages: readonly string[] = Object.values(packageOf);

/** Packages that must still be installed. */
export function missingPackages(path: string = process.env["PATH"] ?? ""): string[] {
  const folders = [...path.split(delimiter), "/usr/sbin", "/sbin"];
  const has = (program: string) => folders.some((folder) => isProgram(join(folder, program)));
  return Object.entries(packageOf).flatMap(([program, name]) => (has(program) ? [] : [name]));
}

/** The command that installs them; recommended packages would bring a desktop for QEMU. */
export function installCommand(packages: readonly string[]): string[] {
  return ["apt-get", "install", "--yes", "--no-install-recommends", ...packages];
}

export async function installPackages(packages: readonly string[]): Promise<void> {
  for (const command of [
    ["apt-get", "update", "-qq"],
    [...installCommand(packages), "-qq"],
  ]) {
    const [program = "", ...args] = command;
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"], env });
    const status = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
    if (status !== 0) throw new Error(`${command.join(" ")} failed: see its message above`);
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
