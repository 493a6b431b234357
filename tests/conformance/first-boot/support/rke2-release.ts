import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asgard } from "./documents";
import type { GuestShell } from "./guest-shell";
import { inFolder, installSites, put, tar } from "./site";

const ARTIFACT = "rke2.linux-amd64.tar.gz";

/** Puts the site of RKE2's releases into a machine. */
export function installReleaseSite(shell: GuestShell): Promise<void> {
  return installSites(shell, ["github.com"], (site) => {
    const release = join(site, "rancher", "rke2", "releases", "download", asgard.cluster.version);
    mkdirSync(release, { recursive: true });
    const archive = inFolder(writeRelease);
    writeFileSync(join(release, ARTIFACT), archive);
    const sum = createHash("sha256").update(archive).digest("hex");
    writeFileSync(join(release, "sha256sum-amd64.txt"), `${sum}  ${ARTIFACT}\n`);
  });
}

/** As the real archive is laid out, below /usr/local. */
function writeRelease(folder: string): Buffer {
  put(folder, "bin/rke2", "rke2.py", 0o755);
  put(folder, "share/rke2/kubectl", "kubectl.sh", 0o755);
  for (const unit of ["rke2-server.service", "rke2-agent.service"])
    put(folder, `lib/systemd/system/${unit}`, unit, 0o644);
  writeFileSync(join(folder, "share/rke2/version"), `${asgard.cluster.version}\n`);
  return tar(folder);
}
