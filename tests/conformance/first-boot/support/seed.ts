import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CloudInitDocuments } from "pve-simulator/cloud-init";

/** Writes the drive that cloud-init's NoCloud source looks for: four files on a disc labelled `cidata`. */
export function writeSeed(folder: string, documents: CloudInitDocuments): string {
  const files = {
    "user-data": documents.userData,
    "vendor-data": documents.vendorData,
    "network-config": documents.networkConfig,
    "meta-data": documents.metaData,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const image = join(folder, "seed.iso");
  const args = ["-as", "mkisofs", "-quiet", "-V", "cidata", "-J", "-r", "-o", image, ...Object.keys(files)];
  const { status, stderr, error } = spawnSync("xorriso", args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw error ?? new Error(stderr);
  return image;
}
