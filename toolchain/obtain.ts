import { buildInto } from "./build";
import { Unreachable } from "./download";
import { findGo, isRecentEnough, missingGo, type Go } from "./go";
import { withProgress, type Log } from "./progress";
import { CliRelease, takePluginInto } from "./release";
import type { Store, Stored } from "./store";
import { executableOf, tools, type Tool } from "./tools";
import { join } from "node:path";

/** What the user allows: both ways, or one of them. */
export type ToolSource = "auto" | "build" | "download";

const downloadEstimateSeconds = 30;

/** Gets missing tools, downloading while that works and building from then on. */
export class Obtainer {
  readonly #store: Store;
  readonly #env: NodeJS.ProcessEnv;
  readonly #log: Log;
  readonly #source: ToolSource;
  readonly #release: CliRelease;
  /** Why downloading is over; asked once, so that a machine without internet waits once. */
  #noDownload: string | undefined;

  constructor(store: Store, source: ToolSource, env: NodeJS.ProcessEnv, log: Log) {
    this.#store = store;
    this.#source = source;
    this.#env = env;
    this.#log = log;
    this.#release = new CliRelease(store.workFolder("release"), env);
    if (source === "build") this.#noDownload = "HOMELAB_TOOLCHAIN=build";
  }

  /** Nothing only for an optional tool that there is no Go for. */
  async obtain(tool: Tool): Promise<Stored | undefined> {
    if (tool.release && this.#noDownload === undefined) {
      try {
        return await this.#download(tool);
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        this.#noDownload = error.message;
        if (this.#source === "download")
          throw new Error(`toolchain: download failed: ${error.message}`, { cause: error });
        // Without Go the one message to give is that nothing can be had at all.
        if (await this.#usableGo())
          this.#log(`no download (${firstLine(error.message)}): building from Go modules instead`);
      }
    }
    return this.#build(tool);
  }

  #download(tool: Tool): Promise<Stored> {
    return this.#store.add(tool, "download", async (folder) => {
      const { seconds } = await withProgress(
        this.#log,
        `downloading ${label(tool)}`,
        downloadEstimateSeconds,
        async () => {
          if (tool.release?.from === "cli") return this.#release.takeInto(folder, tool);
          const home = this.#store.workFolder(`home-${tool.name}`);
          return takePluginInto(folder, tool, this.#releasedPulumi(), home, this.#env);
        },
      );
      return seconds;
    });
  }

  /** Where our own build is in use, the release was out of reach before, and so are the plugins. */
  #releasedPulumi(): string {
    const cli = tools.find(({ name }) => name === "pulumi");
    const stored = cli && this.#store.find(cli);
    if (stored?.birth.how !== "download") throw new Unreachable("the pulumi command was built here, not downloaded");
    return join(stored.folder, executableOf(stored.tool));
  }

  async #build(tool: Tool): Promise<Stored | undefined> {
    const go = await this.#go(tool);
    if (!go) return undefined;
    return this.#store.add(tool, "built", async (folder) => {
      const what = `building ${label(tool)} from Go modules`;
      const build = () => buildInto(folder, tool, go, this.#env);
      return (await withProgress(this.#log, what, tool.estimateSeconds, build)).seconds;
    });
  }

  async #go(tool: Tool): Promise<Go | undefined> {
    const go = await this.#usableGo();
    if (go) return go;
    if (!tool.optional) throw missingGo(await findGo(this.#env), this.#noDownload ?? "there is no released build");
    this.#log(`${label(tool)} is left out: building it needs Go`);
    return undefined;
  }

  async #usableGo(): Promise<Go | undefined> {
    const go = await findGo(this.#env);
    return go && isRecentEnough(go) ? go : undefined;
  }
}

function label(tool: Tool): string {
  return tool.kind === "plugin" ? `the ${tool.name} plugin ${tool.version}` : `${tool.name} ${tool.version}`;
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? text;
}
