import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, type PlatformEnvironment } from "../../model/cache-folder";
import type { AddOnPlan } from "../../model/platform/add-on-plan";

/** Which package of which repository. */
export type ChartAddress = Pick<AddOnPlan, "chart" | "repository" | "version">;

/** A chart as its repository has it: a tar, gzipped. */
export interface ChartPackage {
  readonly content: Buffer;
  /** SHA-256 of the content, in hex. */
  readonly sha256: string;
}

export const packageOf = (content: Buffer): ChartPackage => ({
  content,
  sha256: createHash("sha256").update(content).digest("hex"),
});

/**
 * Packages of charts that were fetched before, in the cache folder: one file each, with its SHA-256 in its name. A file whose
 * content is another one counts as absent.
 */
export class ChartCache {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The one of this user. */
  static of(where?: PlatformEnvironment): ChartCache {
    return new ChartCache(join(cacheFolder(where), "charts"));
  }

  find(address: ChartAddress): ChartPackage | undefined {
    const folder = this.folderOf(address);
    for (const name of filesIn(folder)) {
      const sha256 = sumIn(name, address);
      if (sha256 === undefined) continue;
      const found = packageOf(readFileSync(join(folder, name)));
      if (found.sha256 === sha256) return found;
    }
    return undefined;
  }

  /** Written as a whole or not at all: somebody else may be reading. */
  keep(address: ChartAddress, { content, sha256 }: ChartPackage): void {
    const folder = this.folderOf(address);
    mkdirSync(folder, { recursive: true });
    writeWhole(join(folder, `${prefixOf(address)}${sha256}.tgz`), content);
  }

  /** Repositories may have different charts of one name and version. */
  private folderOf({ repository }: ChartAddress): string {
    const bare = repository.replace(/\/$/, "");
    return join(this.folder, createHash("sha256").update(bare).digest("hex").slice(0, 16));
  }
}

export function writeWhole(file: string, content: Buffer): void {
  const beside = `${file}.${randomBytes(6).toString("hex")}`;
  writeFileSync(beside, content);
  renameSync(beside, file);
}

const prefixOf = ({ chart, version }: ChartAddress): string => `${chart}-${version}-`;

function sumIn(name: string, address: ChartAddress): string | undefined {
  const prefix = prefixOf(address);
  return name.startsWith(prefix) ? /^([0-9a-f]{64})\.tgz$/.exec(name.slice(prefix.length))?.[1] : undefined;
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
