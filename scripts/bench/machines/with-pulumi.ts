import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { stringify } from "yaml";
import { Pulumi, type Update } from "../../engine/pulumi";
import { engineEnvironment } from "../../rehearsal/engine-environment";
import { setUpTools } from "../../toolchain-setup";
import { type Machines, MACHINES_FILE } from "./machines";
import type { BenchTool, ToolPlace } from "./tool";

/**
 * Builds the machines with the rehearsal's own engine, as many steps side by side as a rehearsal allows, by a program that
 * is one file, as ours is (docs/decisions/0068-the-program-runs-from-a-bundle.md).
 */
export async function withPulumi(
  { directory, repository, trapUrl }: ToolPlace,
  machines: Machines,
): Promise<BenchTool> {
  const tools = await setUpTools();
  const work = join(directory, "pulumi");
  const stateDirectory = join(work, "state");
  const temporary = join(work, "tmp");
  for (const folder of [stateDirectory, temporary, join(directory, "home")]) mkdirSync(folder, { recursive: true });
  const file = join(work, "machines.json");
  writeFileSync(file, JSON.stringify(machines), { mode: 0o600 });
  await bundle(repository, join(work, "index.js"));
  writeFileSync(join(work, "Pulumi.yaml"), projectFile);
  const env = engineEnvironment({
    repository,
    directory,
    stateDirectory,
    temporary,
    trapUrl,
    stepPace: 1,
    env: { ...tools.env, [MACHINES_FILE]: file },
  });
  const pulumi = new Pulumi({ program: tools.program, cwd: work, env, stack: "machines" });
  await pulumi.create();
  const run = (kind: Update) => async () => {
    const { status, stderr } = await pulumi.update(kind, {});
    if (status !== 0) throw new Error(stderr);
  };
  return { create: run("up"), destroy: run("destroy") };
}

async function bundle(repository: string, outfile: string): Promise<void> {
  await build({
    absWorkingDir: repository,
    entryPoints: ["scripts/bench/machines/index.ts"],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    keepNames: true,
    // There must be one SDK: the one that starts the program, which lies above this folder.
    external: ["@pulumi/pulumi"],
  });
}

const projectFile = stringify({
  name: "machines",
  runtime: { name: "nodejs", options: { nodeargs: "--stack-trace-limit=0", typescript: false } },
});
