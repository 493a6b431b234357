import { type ChildProcess, spawn, spawnSync } from "node:child_process";

/** Only root may make namespaces of these kinds; anybody else becomes root of a user namespace first. */
const isRoot = process.getuid?.() === 0;

export const unsharing = (): string[] => ["unshare", ...(isRoot ? [] : ["--user", "--map-root-user"])];

/** The command in front of another that makes it run on a holder's network; it keeps its process id. */
export function onNetworkOf(holder: ChildProcess): string[] {
  const user = isRoot ? [] : ["--preserve-credentials", namespace(holder, "user")];
  return ["nsenter", ...user, namespace(holder, "net"), namespace(holder, "mount", "mnt")];
}

/** The same for one that lives and ends with the holder's processes. */
export function entering(holder: ChildProcess): string[] {
  return [...onNetworkOf(holder), namespace(holder, "pid", "pid_for_children")];
}

const namespace = ({ pid }: ChildProcess, kind: string, file = kind): string => `--${kind}=/proc/${pid}/ns/${file}`;

/** Starts what keeps namespaces alive as long as its stdin is open. */
export function holding([program = "", ...args]: readonly string[]): ChildProcess {
  return spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
}

/** Waits for a word of a holder's. */
export async function says(holder: ChildProcess, word: string): Promise<void> {
  let heard = "";
  let complaints = "";
  const complain = (chunk: Buffer) => void (complaints += chunk.toString());
  holder.stderr?.on("data", complain);
  await new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      heard += chunk.toString();
      if (!heard.split("\n").includes(word)) return;
      holder.stdout?.off("data", listen);
      resolve();
    };
    holder.stdout?.on("data", listen);
    holder.once("error", reject);
    holder.once("exit", (status) => reject(new Error(`ended with ${status} before it said "${word}": ${complaints}`)));
  });
}

/** Whether machines can be had here at all, or why not: some containers forbid namespaces. */
export function noNamespaces(): string | undefined {
  const [program = "", ...args] = [...unsharing(), "--net", "--mount", "--pid", "--fork"];
  const test = "mount -t tmpfs tmpfs /mnt && ip link set lo up && ip link add name t0 type veth peer name t1";
  const { status, stderr, error } = spawnSync(program, [...args, "sh", "-euc", test], { encoding: "utf8" });
  if (status === 0) return undefined;
  return `this machine does not allow network namespaces: ${error?.message ?? stderr.trim()}`;
}
