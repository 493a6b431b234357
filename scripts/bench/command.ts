import { spawn } from "node:child_process";

export interface CommandOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdin?: string;
}

export interface Timed {
  readonly seconds: number;
  readonly stdout: string;
}

/** Runs a command to its good end and takes the time; a bad end throws with the last that it said. */
export async function timed(file: string, args: readonly string[], options: CommandOptions): Promise<Timed> {
  const began = performance.now();
  const child = spawn(file, args, { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: "pipe" });
  const text = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (chunk: string) => (text[stream] += chunk));
  }
  child.stdin.on("error", () => undefined).end(options.stdin ?? "");
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const seconds = (performance.now() - began) / 1000;
  if (status === 0) return { seconds, stdout: text.stdout };
  const said = `${text.stdout}\n${text.stderr}`.trim().split("\n").slice(-12).join("\n");
  throw new Error(`${[file, ...args].join(" ")} ended with ${status ?? "a signal"}:\n${said}`);
}

/** An npm script, as a person starts it. */
export function npmRun(script: string, args: readonly string[], options: CommandOptions): Promise<Timed> {
  const npm = process.env.npm_execpath;
  const [file, first] = npm ? [process.execPath, [npm]] : ["npm", []];
  return timed(file, [...first, "run", "--silent", script, "--", ...args], options);
}

/** The same several times, one after another. */
export async function repeat<T>(times: number, action: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let run = 0; run < times; run++) results.push(await action());
  return results;
}
