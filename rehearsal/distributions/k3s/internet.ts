import { createHash } from "node:crypto";
import type { K3sPlan } from "../../../distributions/k3s/plan";
import type { InternetFile } from "../../simulation-spec";

/** What the machines of a k3s cluster download. */
export function k3sInternet({ cluster }: K3sPlan): InternetFile[] {
  const versions = [...new Set([cluster.version, cluster.agentVersion ?? cluster.version])];
  return versions.flatMap((release) => k3sRelease(release, cluster.artifactSha256));
}

/**
 * A release as GitHub serves it: one program, and a list of sums in which the archives of images stand too. Where the stack
 * pins the real file's sum, the simulation claims that its program has it.
 */
function k3sRelease(version: string, pinned: string | undefined): InternetFile[] {
  const base = `https://github.com/k3s-io/k3s/releases/download/${encodeURIComponent(version)}`;
  const program = Buffer.from(`#!simulated k3s ${version}\n/usr/bin/@k3s "$@"\n`);
  const sum = pinned ?? sha256(program);
  const list = Buffer.from(`${sha256(Buffer.from(version))}  k3s-airgap-images-amd64.tar\n${sum}  k3s\n`);
  return [
    {
      url: `${base}/k3s`,
      sha256: sum,
      sizeBytes: program.length,
      content: program,
      ...(pinned !== undefined && { claimedSha256: pinned }),
    },
    { url: `${base}/sha256sum-amd64.txt`, sha256: sha256(list), sizeBytes: list.length, content: list },
  ];
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
