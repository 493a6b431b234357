import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { GuestShell } from "./guest-shell";

/** The programs that stand in for what cannot be had here. */
export const STAND_INS = join(__dirname, "..", "stand-ins");

/** Where the stand-ins for kubectl and for what runs a node keep the cluster's nodes, a folder each. */
export const NODES = "/var/lib/stand-in/nodes";

/**
 * Puts sites of the internet into a machine, on loopback under their real names and with a certificate the machine trusts,
 * so that the real curl and apt fetch real archives by the addresses in the scripts. `write` fills what they serve.
 */
export async function installSites(
  shell: GuestShell,
  names: readonly string[],
  write: (site: string) => void,
): Promise<void> {
  await inFolder((folder) => {
    copyFileSync(join(STAND_INS, "release-server.py"), join(folder, "release-server.py"));
    mkdirSync(join(folder, "site"));
    write(join(folder, "site"));
    return shell.read("sudo -n mkdir /srv/release && base64 -d | sudo -n tar -xz -C /srv/release", packed(folder));
  });
  const serve = `/usr/bin/python3 /srv/release/release-server.py /srv/release ${names.join(" ")}`;
  await shell.read(`sudo -n systemd-run -q -u release-site -p Type=notify -p NotifyAccess=all ${serve}`);
}

/** Gives an action an empty folder of its own. */
export function inFolder<T>(action: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "homelab-site-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    return action(folder);
  } finally {
    remove();
  }
}

/** Puts one of the stand-ins into a folder. */
export function put(folder: string, path: string, file: string, mode: number): void {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, readFileSync(join(STAND_INS, file)));
  chmodSync(target, mode);
}

const packed = (folder: string): string => tar(folder).toString("base64");

/** A folder as an archive of root's. */
export function tar(folder: string): Buffer {
  return output("tar", ["-cz", "--owner=0", "--group=0", "-C", folder, ...readdirSync(folder)]);
}

/** What a program of this machine prints; it has to succeed. */
export function output(program: string, args: readonly string[], input: string | Buffer = ""): Buffer {
  const { stdout, stderr, status, error } = spawnSync(program, args, { input });
  if (status !== 0) throw error ?? new Error(`${program}: ${stderr.toString()}`);
  return stdout;
}
