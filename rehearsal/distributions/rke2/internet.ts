import { createHash } from "node:crypto";
import type { Rke2Plan } from "../../../distributions/rke2/plan";
import type { InternetFile } from "../../simulation-spec";
import { tarGz } from "./tar";

const artifact = "rke2.linux-amd64.tar.gz";

/** What the machines of an RKE2 cluster download. */
export function rke2Internet({ cluster }: Rke2Plan): InternetFile[] {
  const versions = [...new Set([cluster.version, cluster.agentVersion ?? cluster.version])];
  return versions.flatMap((release) => rke2Release(release, cluster.artifactSha256));
}

/**
 * A release as GitHub serves it: the archive and the list of its sum. The simulation has no real archive; its own is a small
 * one with the same layout. Where the stack pins the real file's sum, the simulation claims that its archive has it.
 */
function rke2Release(version: string, pinned: string | undefined): InternetFile[] {
  const base = `https://github.com/rancher/rke2/releases/download/${encodeURIComponent(version)}`;
  const archive = rke2Archive(version);
  const sum = pinned ?? sha256(archive);
  const list = Buffer.from(`${sum}  ${artifact}\n`);
  return [
    {
      url: `${base}/${artifact}`,
      sha256: sum,
      sizeBytes: archive.length,
      content: archive,
      ...(pinned !== undefined && { claimedSha256: pinned }),
    },
    { url: `${base}/sha256sum-amd64.txt`, sha256: sha256(list), sizeBytes: list.length, content: list },
  ];
}

/** The layout of a release, to be unpacked below /usr/local; the programs in it are the guests' simulated ones. */
function rke2Archive(version: string): Uint8Array {
  return tarGz([
    { path: "bin/rke2", mode: 0o755, content: `#!simulated rke2 ${version}\n` },
    { path: "bin/rke2-killall.sh", mode: 0o755, content: "#!simulated rke2-killall.sh\n" },
    { path: "bin/rke2-uninstall.sh", mode: 0o755, content: "#!simulated rke2-uninstall.sh\n" },
    { path: "lib/systemd/system/rke2-server.env", mode: 0o644, content: "HOME=/root\n" },
    { path: "lib/systemd/system/rke2-server.service", mode: 0o644, content: unit("server") },
    { path: "lib/systemd/system/rke2-agent.env", mode: 0o644, content: "HOME=/root\n" },
    { path: "lib/systemd/system/rke2-agent.service", mode: 0o644, content: unit("agent") },
  ]);
}

function unit(role: "server" | "agent"): string {
  return [
    "[Unit]",
    `Description=Rancher Kubernetes Engine v2 (${role})`,
    "Wants=network-online.target",
    "After=network-online.target",
    "",
    "[Service]",
    "Type=notify",
    `EnvironmentFile=-/usr/local/lib/systemd/system/rke2-${role}.env`,
    `ExecStart=/usr/local/bin/rke2 ${role}`,
    "KillMode=process",
    "TimeoutStartSec=0",
    "Restart=always",
    "RestartSec=5s",
    "",
    "[Install]",
    "WantedBy=multi-user.target",
    "",
  ].join("\n");
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
