import { createHash } from "node:crypto";
import type { DownloadableFile } from "../spec";

/** What is known of a file's content without having it. */
export type Sums = Pick<DownloadableFile, "sha256" | "sha512">;

/** A file's sum; by an algorithm that nobody told its sum by one that is always the same, and nobody's expectation. */
export function sumOf(sums: Sums, algorithm = "sha256"): string {
  if (algorithm === "sha256") return sums.sha256;
  const made = createHash(algorithm).update(sums.sha256).digest("hex");
  return algorithm === "sha512" ? (sums.sha512 ?? made) : made;
}
