import type { OsImages, OsRelease } from "../node-os";

/**
 * `generic` is for any machine, `genericcloud` for virtual ones: the same with another kernel. `nocloud` has no cloud-init,
 * and root without a password.
 */
const release = (version: string, folder: string): OsRelease => ({
  version,
  name: `Debian ${version}`,
  imageFile: new RegExp(`^debian-${version}-generic(?:cloud)?-amd64(?:-\\d{8}(?:[.-]\\d+)?)?\\.(?:qcow2|raw|img)$`),
  example: `https://cloud.debian.org/images/cloud/${folder}/debian-${version}-generic-amd64-${folder.split("/")[1]}.qcow2`,
  // 1.6.20 and 1.7.24
  containerd: 1,
});

/** https://cloud.debian.org/images/cloud */
export const images: OsImages = {
  id: "debian",
  releases: [
    release("12", "bookworm/20251112-2294"),
    // apt 3 verifies signatures with Sequoia, whose policy rejects old formats since 2026-02-01 (apt,
    // default-sequoia.config).
    { ...release("13", "trixie/20260712-2537"), refusesOldSignatures: true },
  ],
  sums: { algorithm: "sha512", file: "SHA512SUMS" },
};
