import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { K3S } from "../../../../distributions/k3s/names";
import { RKE2 } from "../../../../distributions/rke2/names";
import { asgard } from "./documents";
import type { GuestShell } from "./guest-shell";
import { k3sOfAsgard } from "./k3s-scripts";
import { inFolder, installSites, put, STAND_INS, tar } from "./site";

/** Puts the sites of RKE2's and k3s' releases into a machine. */
export function installReleaseSite(shell: GuestShell): Promise<void> {
  return installSites(shell, ["github.com"], (site) => {
    writeRelease(site, RKE2.repository, asgard.cluster.version, "rke2.linux-amd64.tar.gz", inFolder(rke2Archive));
    writeRelease(site, K3S.repository, k3sVersion, "k3s", program(k3sVersion));
  });
}

const k3sVersion = k3sOfAsgard.cluster.version;

function writeRelease(site: string, repository: string, version: string, artifact: string, content: Buffer): void {
  const release = join(site, ...repository.split("/"), "releases", "download", version);
  mkdirSync(release, { recursive: true });
  writeFileSync(join(release, artifact), content);
  const sum = createHash("sha256").update(content).digest("hex");
  writeFileSync(join(release, "sha256sum-amd64.txt"), `${sum}  ${artifact}\n`);
}

/** As the real archive is laid out, below /usr/local. */
function rke2Archive(folder: string): Buffer {
  for (const unit of ["rke2-server.service", "rke2-agent.service"])
    put(folder, `lib/systemd/system/${unit}`, unit, 0o644);
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/rke2"), program(asgard.cluster.version), { mode: 0o755 });
  return tar(folder);
}

/** One file with all that belongs to a release, as k3s' real one is. */
function program(version: string): Buffer {
  const kubectl = readFileSync(join(STAND_INS, "kubectl.sh")).toString("base64");
  const head = `#!/usr/bin/python3\nVERSION = "${version}"\nKUBECTL = "${kubectl}"\n`;
  return Buffer.concat([Buffer.from(head), readFileSync(join(STAND_INS, "rancher.py"))]);
}
