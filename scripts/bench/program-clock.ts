import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** One run of the program's Node process, as it saw itself. */
export interface ProgramRun {
  /** From the start of the process to its end. */
  readonly wallSeconds: number;
  /** Of it at work; the rest it waits for the engine and its plugins, which work meanwhile. */
  readonly workSeconds: number;
  /** On a processor, all its threads together. */
  readonly cpuSeconds: number;
}

/** Loaded into Node before the program: writes a line at its end. Plain JavaScript, as nothing is set up by then. */
const preload = `process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  const wall = performance.now();
  const work = wall - performance.eventLoopUtilization().idle;
  const line = { wallSeconds: wall / 1000, workSeconds: work / 1000, cpuSeconds: (user + system) / 1e6 };
  require("node:fs").appendFileSync(process.env.HOMELAB_BENCH_CLOCK, JSON.stringify(line) + "\\n");
});
`;

/** Measures, from inside, every Node process that runs with `env`. */
export class ProgramClock {
  readonly env: Readonly<Record<string, string>>;
  private readonly file: string;

  constructor(directory: string) {
    const script = join(directory, "program-clock.cjs");
    this.file = join(directory, "program-clock.jsonl");
    writeFileSync(script, preload);
    this.env = { NODE_OPTIONS: `--require=${script}`, HOMELAB_BENCH_CLOCK: this.file };
  }

  /** Runs so far, oldest first. */
  get runs(): ProgramRun[] {
    if (!existsSync(this.file)) return [];
    const lines = readFileSync(this.file, "utf8").trim().split("\n");
    return lines.map((line) => JSON.parse(line) as ProgramRun);
  }
}
