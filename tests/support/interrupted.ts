import { spawn, type ChildProcess } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** A command that somebody will interrupt. */
export interface Running {
  /** At a terminal Ctrl-C, or SIGHUP to close it; otherwise what a supervisor sends to the command alone. */
  interrupt(signal?: NodeJS.Signals): void;
  /** At a terminal only. */
  type(text: string): void;
  output(): string;
  /** Resolves when it has said something, or when it has ended without it. */
  said(text: string): Promise<void>;
  /** The exit status. */
  readonly ended: Promise<number | null>;
}

const CTRL_C = "\u0003";

/** Starts a command, on a terminal of its own when `tty` says so. */
export function start(
  command: readonly string[],
  { cwd, env, tty }: { cwd: string; env: Readonly<Record<string, string | undefined>>; tty: boolean },
): Running {
  const [file = "", ...args] = command;
  // util-linux' script runs it on a new terminal and hands its own input to it; -e passes on its exit status.
  const child = tty
    ? spawn("script", ["-qec", command.map(quoted).join(" "), "/dev/null"], { cwd, env, stdio: "pipe" })
    : spawn(file, args, { cwd, env, stdio: "pipe", detached: true });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (output += text.toString()));
  child.stdin.on("error", () => undefined);
  if (!tty) child.stdin.end();
  const over = ended(child);
  return {
    type: (text) => void child.stdin.write(text),
    said: (text) =>
      new Promise((resolve) => {
        const look = (): void => void (output.includes(text) && resolve());
        for (const stream of [child.stdout, child.stderr]) stream.on("data", look);
        look();
        void over.then(() => resolve());
      }),
    interrupt: (signal = "SIGINT") => {
      if (!tty) child.kill(signal);
      else if (signal === "SIGINT") child.stdin.write(CTRL_C);
      // Who holds the terminal's other end is gone at once: the kernel hangs up on everybody who sits at it.
      else if (signal === "SIGHUP") child.kill("SIGKILL");
      else throw new Error(`no terminal sends ${signal}`);
    },
    output: () => output,
    ended: over,
  };
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.on("close", (status) => resolve(status)));
}

/** Command lines of running processes that have to do with a folder: by their arguments, environment or working folder. */
export function processesOf(folder: string): string[] {
  return readdirSync("/proc").flatMap((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return [];
    try {
      const about = (name: string): string => readFileSync(join("/proc", pid, name), "utf8");
      const texts = [about("cmdline"), about("environ"), readlinkSync(join("/proc", pid, "cwd"))];
      return texts.some((text) => text.includes(folder)) ? [`${pid} ${about("cmdline").replaceAll("\0", " ")}`] : [];
    } catch {
      return [];
    }
  });
}

/** Private keys, PVE tokens, kubeconfigs, RKE2 tokens, whatever the simulation's own are. */
const secretForms = [
  // Frame and first line of OpenSSH's are every key's; where the rest is masked nothing is left of it.
  /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+(?:b3BlbnNzaC1rZXktdjE\S*\s+)?(?!b3BlbnNzaC1rZXktdjE)[A-Za-z0-9+/=]{20,}/,
  /![\w.-]+=[0-9a-f]{8}-[0-9a-f]{4}-/,
  /client-key-data: [A-Za-z0-9+/]{40}/,
  /\bK10[0-9a-f]{64}::/,
  /PULUMI_CONFIG_PASSPHRASE=/,
];

/** Files below a folder that hold a secret in the open: one that is given, or anything of a secret's form. */
export function filesWithSecrets(folder: string, secrets: readonly string[]): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => {
      const text = readFileSync(file, "latin1");
      return secrets.some((secret) => text.includes(secret)) || secretForms.some((form) => form.test(text));
    });
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
