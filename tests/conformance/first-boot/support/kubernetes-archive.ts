import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { calicoManifests } from "../../../../distributions/kubeadm/calico-releases";
import type { KubeadmPlan } from "../../../../distributions/kubeadm/plan";
import { kubernetesRepository } from "../../../../distributions/kubeadm/kubernetes-packages";
import { loginOf } from "../../../../os/registry";
import type { GuestShell } from "./guest-shell";
import { inFolder, installSites, output, put } from "./site";

/** What a manifest of Calico's is here; the plan under test names its sum. */
export const CALICO_STAND_IN = "# stand-in\n";

/** In seconds since 1970: a machine whose clock lags a little must not take what is signed here for future's. */
const HOUR_AGO = Math.floor(Date.now() / 1000) - 3600;

/** What the packages of pkgs.k8s.io hold, as far as scripts see it; version and files of each. */
const packages = {
  kubeadm: { needs: "kubelet, kubectl, cri-tools", files: [["usr/bin/kubeadm", "kubeadm.py", 0o755]] },
  kubectl: { needs: "", files: [["usr/bin/kubectl", "kubectl.sh", 0o755]] },
  kubelet: {
    needs: "kubernetes-cni",
    files: [
      ["usr/bin/kubelet", "kubelet.py", 0o755],
      ["lib/systemd/system/kubelet.service", "kubelet.service", 0o644],
    ],
  },
  "cri-tools": { needs: "", files: [["usr/bin/crictl", "crictl.sh", 0o755]] },
  "kubernetes-cni": { needs: "", files: [] },
} as const;

/** Puts Kubernetes' archive for apt and Calico's manifests into a machine; hands back who signs the archive. */
export async function installKubernetesSite(shell: GuestShell, { cluster, os }: KubeadmPlan): Promise<string> {
  const archive = new URL(kubernetesRepository(cluster.kubernetesVersion, loginOf(os.family).packages).url);
  const manifests = calicoManifests(cluster).map(({ url }) => new URL(url));
  const names = [...new Set([archive, ...manifests].map(({ host }) => host))];
  let fingerprint = "";
  await installSites(shell, names, (site) => {
    for (const { pathname } of manifests) write(join(site, pathname), CALICO_STAND_IN);
    fingerprint = writeArchive(join(site, archive.pathname), cluster.kubernetesVersion.slice(1));
  });
  return fingerprint;
}

/** One folder with packages, their index, and its signature by a key that is made for it. */
function writeArchive(folder: string, version: string): string {
  mkdirSync(folder, { recursive: true });
  const index = Object.entries(packages).map(([name, { needs, files }]) => {
    const file = `${name}_${version}-1.1_all.deb`;
    const control = [
      `Package: ${name}`,
      `Version: ${version}-1.1`,
      "Architecture: all",
      "Maintainer: nobody",
      "Description: stand-in",
      ...(needs ? [`Depends: ${needs}`] : []),
    ].join("\n");
    inFolder((content) => {
      write(join(content, "DEBIAN/control"), `${control}\n`);
      for (const [path, source, mode] of files) put(content, path, source, mode);
      output("dpkg-deb", ["--root-owner-group", "-b", content, join(folder, file)]);
    });
    const path = join(folder, file);
    return `${control}\nFilename: ./${file}\nSize: ${statSync(path).size}\nSHA256: ${sumOf(readFileSync(path))}\n\n`;
  });
  const text = index.join("");
  write(join(folder, "Packages"), text);
  return sign(
    folder,
    `Date: ${new Date(HOUR_AGO * 1000).toUTCString()}\nSHA256:\n ${sumOf(text)} ${Buffer.byteLength(text)} Packages\n`,
  );
}

function sign(folder: string, release: string): string {
  return inFolder((home) => {
    const gpg = (args: readonly string[], input = "") =>
      output(
        "gpg",
        ["--homedir", home, "--batch", "--quiet", "--passphrase", "", "--faked-system-time", String(HOUR_AGO), ...args],
        input,
      ).toString();
    gpg(["--quick-gen-key", "stand-in", "ed25519", "sign", "1d"]);
    write(join(folder, "Release.key"), gpg(["--armor", "--export"]));
    write(join(folder, "InRelease"), gpg(["--clearsign"], release));
    output("gpgconf", ["--homedir", home, "--kill", "all"]);
    return /^fpr:+([0-9A-F]+):/m.exec(gpg(["--with-colons", "--list-keys"]))?.[1] ?? "";
  });
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const sumOf = (content: string | Buffer): string => createHash("sha256").update(content).digest("hex");
