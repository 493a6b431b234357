import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { Pulumi, type Update } from "../../engine/pulumi";
import { engineEnvironment } from "../../rehearsal/engine-environment";
import { setUpTools } from "../../toolchain-setup";
import { type Machines, MACHINES_FILE } from "./machines";
import type { BenchTool, ToolPlace } from "./tool";

/** Builds the machines with the rehearsal's own engine, as many steps side by side as a rehearsal allows. */
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
  writeFileSync(join(work, "Pulumi.yaml"), projectFile(repository));
  const env = engineEnvironment({
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

function projectFile(repository: string): string {
  const options = { nodeargs: "--stack-trace-limit=0", tsconfig: join(repository, "tsconfig.json") };
  return stringify({
    name: "machines",
    runtime: { name: "nodejs", options },
    main: join(repository, "scripts", "bench", "machines", "index.ts"),
  });
}
