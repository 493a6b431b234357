import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { asgard } from "./documents";
import type { GuestShell } from "./guest-shell";

const source = join(__dirname, "..", "stand-ins");
const ARTIFACT = "rke2.linux-amd64.tar.gz";
const SITE = "github.com";

/**
 * Puts the site of RKE2's releases into a machine, on loopback under its real name and with a certificate the machine
 * trusts, so that the real curl fetches a real archive by the address in the scripts.
 */
export async function installReleaseSite(shell: GuestShell): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "homelab-site-"));
  try {
    writeSite(folder);
    await shell.read("sudo -n mkdir /srv/release && base64 -d | sudo -n tar -xz -C /srv/release", packed(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const serve = `/usr/bin/python3 /srv/release/release-server.py /srv/release ${SITE}`;
  await shell.read(`sudo -n systemd-run -q -u release-site -p Type=notify -p NotifyAccess=all ${serve}`);
}

function writeSite(folder: string): void {
  copyFileSync(join(source, "release-server.py"), join(folder, "release-server.py"));
  const release = join(folder, "site", "rancher", "rke2", "releases", "download", asgard.cluster.version);
  mkdirSync(release, { recursive: true });
  const archive = writeRelease();
  writeFileSync(join(release, ARTIFACT), archive);
  const sum = createHash("sha256").update(archive).digest("hex");
  writeFileSync(join(release, "sha256sum-amd64.txt"), `${sum}  ${ARTIFACT}\n`);
}

/** As the real archive is laid out, below /usr/local. */
function writeRelease(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "homelab-release-"));
  try {
    put(folder, "bin/rke2", "rke2.py", 0o755);
    put(folder, "share/rke2/kubectl", "kubectl.sh", 0o755);
    for (const unit of ["rke2-server.service", "rke2-agent.service"])
      put(folder, `lib/systemd/system/${unit}`, unit, 0o644);
    writeFileSync(join(folder, "share/rke2/version"), `${asgard.cluster.version}\n`);
    return tar(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function put(folder: string, path: string, file: string, mode: number): void {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, readFileSync(join(source, file)));
  chmodSync(target, mode);
}

const packed = (folder: string): string => tar(folder).toString("base64");

function tar(folder: string): Buffer {
  const { stdout, stderr, status } = spawnSync("tar", [
    "-cz",
    "--owner=0",
    "--group=0",
    "-C",
    folder,
    ...readdirSync(folder),
  ]);
  if (status !== 0) throw new Error(stderr.toString());
  return stdout;
}
