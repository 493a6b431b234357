import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { ClusterPlan } from "../../../../model/cluster-plan";
import { releasesOf, systemOfImage } from "../../../../os/registry";
import type { BootedRelease } from "../../../../scripts/conformance/image";
import { patched, type Raw } from "../../../model/stack-fixtures";

/** A stack file's sections with another system: this release of Debian. */
export function onDebian(version: BootedRelease, sections: Raw): Raw {
  const url = releasesOf(["debian"]).find((release) => release.version === version)?.example;
  const image = { url, sha256: null, sha512: "5".repeat(128) };
  return patched(sections, { os: { family: "debian" }, template: { image } });
}

/** What a stack's machines really boot here. Ubuntu's packages cannot be had, so Debian 12 stands in, with Ubuntu's sshd. */
export function bootedRelease({ templates }: ClusterPlan): BootedRelease {
  const system = systemOfImage(templates[0]?.imageUrl ?? "");
  return system?.family === "debian" ? (system.version as BootedRelease) : "12";
}

/** Ubuntu's makes the locale that it is called with, Debian's those of a list. */
const LOCALE_GEN = '#!/bin/sh\necho "$1 UTF-8" >/etc/locale.gen && exec /usr/sbin/locale-gen\n';

/** Makes a disk of Debian do as Ubuntu's image where they differ: sshd listens through ssh.socket, locales come by name. */
export function likeUbuntu(disk: string): void {
  const units = "/etc/systemd/system";
  const program = "/usr/local/sbin/locale-gen";
  const source = `${disk}.locale-gen`;
  writeFileSync(source, LOCALE_GEN);
  const commands = [
    `rm ${units}/multi-user.target.wants/ssh.service`,
    `rm ${units}/sshd.service`,
    `symlink ${units}/sockets.target.wants/ssh.socket /lib/systemd/system/ssh.socket`,
    `write ${source} ${program}`,
    `set_inode_field ${program} mode 0100755`,
    `set_inode_field ${program} uid 0`,
    `set_inode_field ${program} gid 0`,
  ];
  execFileSync("debugfs", ["-w", "-f", "-", disk], {
    input: `${commands.join("\n")}\n`,
    stdio: ["pipe", "ignore", "pipe"],
  });
}
