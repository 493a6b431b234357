import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheFolder } from "../../model/cache-folder";

const requirements = join(__dirname, "..", "..", "toolchain", "conformance", "pve-clients", "requirements.txt");

/** Where Python finds proxmoxer and what it needs: with the sums of the file that pins them, put there once. */
export function ensureProxmoxer(): string {
  const folder = join(cacheFolder(), "conformance", "proxmoxer-2.3.0");
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}-`);
  const flags = ["--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes", "--only-binary=:all:"];
  const args = ["-m", "pip", "install", ...flags, "--target", draft, "-r", requirements];
  const { status, stderr, error } = spawnSync("python3", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`python3 ${args.join(" ")} failed: ${error?.message ?? stderr.trim()}`);
  renameSync(draft, folder);
  return folder;
}
