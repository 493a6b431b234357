import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Toolchain } from "../../../toolchain/ensure";

/** What a run of pulumi ended with. */
export interface Run {
  readonly status: number | null;
  readonly output: string;
}

/** A small program with a stack of its own, in a folder that is removed afterwards. */
export class Stack {
  readonly folder = mkdtempSync(join(tmpdir(), "stack-"));
  readonly #env: NodeJS.ProcessEnv;

  constructor(toolchain: Toolchain, program: string) {
    this.#env = {
      ...process.env,
      ...toolchain.env,
      PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "for this test only",
      PULUMI_STACK: "dev",
    };
    mkdirSync(join(this.folder, "state"));
    symlinkSync(join(__dirname, "..", "..", "..", "node_modules"), join(this.folder, "node_modules"));
    this.write("Pulumi.yaml", "name: small\nruntime:\n  name: nodejs\n  options:\n    nodeargs: --no-deprecation\n");
    this.write("package.json", JSON.stringify({ name: "small", main: "index.ts" }));
    this.write("tsconfig.json", JSON.stringify({ compilerOptions: { module: "commonjs" }, "ts-node": { swc: true } }));
    this.write("index.ts", program);
    this.pulumi("stack", "init", "dev");
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  pulumi(...args: readonly string[]): Run {
    const options = { cwd: this.folder, env: this.#env, encoding: "utf8" } as const;
    const { status, stdout, stderr } = spawnSync("pulumi", [...args, "--non-interactive"], options);
    return { status, output: `${stdout}${stderr}` };
  }

  /** The state as it lies on disk, secrets encrypted. */
  state(): string {
    return readFileSync(join(this.folder, "state", ".pulumi", "stacks", "small", "dev.json"), "utf8");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
