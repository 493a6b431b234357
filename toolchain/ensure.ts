import { join } from "node:path";
import { assemble } from "./assemble";
import { cacheFolder } from "../model/cache-folder";
import { inLanes } from "./lanes";
import { withLock } from "./lock";
import { Obtainer, type ToolSource } from "./obtain";
import { roundDuration, type Log } from "./progress";
import { Store, type Stored } from "./store";
import { executableOf, moduleOf, tools as allTools, type Tool } from "./tools";

/** Where a tool came from this time. */
export type ToolOrigin = "cache" | "download" | "built";

/** One tool, ready to run. */
export interface ToolReport {
  readonly name: string;
  readonly version: string;
  readonly origin: ToolOrigin;
  readonly path: string;
  /** How it once got into the cache, for the curious. */
  readonly history: string;
}

/** Tools for rehearsals and tests, apart from whatever the user has installed. */
export interface Toolchain {
  readonly root: string;
  readonly binDir: string;
  readonly pulumiHome: string;
  /** What a process needs in its environment; PATH is complete. */
  readonly env: Record<string, string>;
  readonly tools: readonly ToolReport[];
}

export interface ToolchainOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly log?: Log;
  readonly tools?: readonly Tool[];
}

/** Has every tool ready: from the cache, else downloaded, else built. A second call takes milliseconds. */
export async function ensureToolchain(options: ToolchainOptions = {}): Promise<Toolchain> {
  const env = options.env ?? process.env;
  const log = options.log ?? ((line: string) => void process.stderr.write(`${line}\n`));
  const wanted = options.tools ?? allTools;
  const store = new Store(cacheFolder({ env, platform: process.platform }));
  const origins = new Map<Tool, ToolOrigin>(wanted.map((tool) => [tool, "cache"]));

  if (wanted.some((tool) => !store.find(tool))) {
    await withLock(store.cache, log, async () => {
      store.cleanUp();
      const obtainer = new Obtainer(store, sourceFrom(env), env, log);
      const obtain = async (tool: Tool): Promise<void> => {
        const stored = await obtainer.obtain(tool);
        if (stored) origins.set(tool, stored.birth.how);
      };
      const missing = wanted.filter((each) => !store.find(each));
      // Released ones need each other: the plugins are taken by the command.
      for (const tool of missing.filter(({ release }) => release !== undefined)) await obtain(tool);
      await inLanes(
        missing.filter(({ release }) => release === undefined),
        moduleOf,
        obtain,
      );
      store.cleanUp();
    });
  }
  const stored = wanted.flatMap((tool) => store.find(tool) ?? []);
  return describe(store, stored, origins, env);
}

function sourceFrom(env: NodeJS.ProcessEnv): ToolSource {
  const value = env["HOMELAB_TOOLCHAIN"] ?? "auto";
  if (value === "auto" || value === "build" || value === "download") return value;
  throw new Error(`HOMELAB_TOOLCHAIN: unknown value "${value}", must be auto, build, download; unset it for auto`);
}

function describe(
  store: Store,
  stored: readonly Stored[],
  origins: ReadonlyMap<Tool, ToolOrigin>,
  env: NodeJS.ProcessEnv,
): Toolchain {
  const set = assemble(store, stored);
  const reports = stored.map((entry) => ({
    name: entry.tool.name,
    version: entry.tool.version,
    origin: origins.get(entry.tool) ?? "cache",
    path: pathIn(set, entry.tool),
    history: historyOf(entry),
  }));
  return { ...set, env: environment(store, set, stored, env), tools: reports };
}

function pathIn(set: { binDir: string; pulumiHome: string }, tool: Tool): string {
  if (tool.kind === "command") return join(set.binDir, executableOf(tool));
  return join(set.pulumiHome, "plugins", `resource-${tool.name}-v${tool.version}`, executableOf(tool));
}

function historyOf({ birth }: Stored): string {
  const how = birth.how === "built" ? "built from Go modules" : "downloaded as released";
  return `${how} in ${roundDuration(birth.seconds)} on ${birth.at.slice(0, 10)}`;
}

/** With a tool of our own among them, pulumi must not fetch others behind its back: there may be no way out. */
function environment(
  store: Store,
  set: { binDir: string; pulumiHome: string },
  stored: readonly Stored[],
  env: NodeJS.ProcessEnv,
): Record<string, string> {
  const ownPlugins = stored.some(({ tool, birth }) => birth.how === "built" && tool.release);
  return {
    PATH: env["PATH"] ? `${set.binDir}:${env["PATH"]}` : set.binDir,
    PULUMI_HOME: set.pulumiHome,
    PULUMI_SKIP_UPDATE_CHECK: "1",
    // From Node 22 on a program's start takes a sixth less with the SDK's code compiled already; Node 20 ignores it.
    NODE_COMPILE_CACHE: env["NODE_COMPILE_CACHE"] || join(store.cache, "compile-cache"),
    ...(ownPlugins ? { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "1" } : {}),
  };
}
