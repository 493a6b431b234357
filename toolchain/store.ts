import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fingerprint } from "./fingerprint";
import { executableOf, moduleOf, type Tool } from "./tools";

/** How a tool got into the cache. */
export interface Birth {
  readonly how: "download" | "built";
  readonly seconds: number;
  readonly at: string;
}

/** A tool that lies ready in the cache. */
export interface Stored {
  readonly tool: Tool;
  readonly folder: string;
  readonly birth: Birth;
}

const birthFile = "tool.json";

/** The tools in one cache folder; an entry appears whole or not at all. */
export class Store {
  readonly cache: string;

  constructor(cache: string) {
    this.cache = cache;
  }

  /** A released build is preferred to one of our own, whichever came first. */
  find(tool: Tool): Stored | undefined {
    for (const folder of [this.#folder(tool, "download"), this.#folder(tool, "built")]) {
      const file = join(folder, birthFile);
      if (existsSync(file) && existsSync(join(folder, executableOf(tool)))) {
        return { tool, folder, birth: JSON.parse(readFileSync(file, "utf8")) as Birth };
      }
    }
    return undefined;
  }

  /** Fills an empty folder and then, in one step, makes it the entry of the tool. */
  async add(tool: Tool, how: Birth["how"], fill: (folder: string) => Promise<number>): Promise<Stored> {
    const draft = this.workFolder(`${tool.name}-${how}`);
    const seconds = Math.round(await fill(draft));
    const birth: Birth = { how, seconds, at: new Date().toISOString() };
    writeFileSync(join(draft, birthFile), JSON.stringify(birth));
    const folder = this.#folder(tool, how);
    mkdirSync(join(this.cache, "tools"), { recursive: true });
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
    return { tool, folder, birth };
  }

  /** An empty folder that the next clean-up removes. */
  workFolder(name: string): string {
    const folder = join(this.#workRoot(), `${process.pid}-${name}`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** Removes leftovers of interrupted runs; the caller must hold the lock. */
  cleanUp(): void {
    rmSync(this.#workRoot(), { recursive: true, force: true });
  }

  #workRoot(): string {
    return join(this.cache, "work");
  }

  /** A build is named after everything that went into it; a release, which never changes, after its version. */
  #folder(tool: Tool, how: Birth["how"]): string {
    const mark = how === "download" ? "release" : fingerprint(tool, moduleOf(tool));
    return join(this.cache, "tools", `${tool.name}-${tool.version}-${mark}`);
  }
}
