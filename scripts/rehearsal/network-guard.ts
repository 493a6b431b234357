import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import type { DialLaw } from "./dial-law";

/** Set for a process that runs where only loopback exists. */
const MARK = "HOMELAB_NETGUARD";

export const isGuarded = (): boolean => process.env[MARK] === "1";

/**
 * Runs Node again in a network that holds nothing but loopback, and resolves to its exit status; undefined when the
 * machine does not allow that, or when we are in there already.
 */
export async function runGuarded(netguard: string, args: readonly string[]): Promise<number | undefined> {
  if (isGuarded() || process.platform !== "linux" || !existsSync(netguard)) return undefined;
  if ((await statusOf(netguard, ["true"], "ignore")) !== 0) return undefined;
  return statusOf(netguard, [process.execPath, ...process.execArgv, ...args], "inherit");
}

function statusOf(program: string, args: readonly string[], stdio: "ignore" | "inherit"): Promise<number> {
  const child = spawn(program, args, { stdio, env: { ...process.env, [MARK]: "1" } });
  // Ctrl-C reaches the whole group: the guarded process decides what it means, and we wait for it.
  const wait = (): void => undefined;
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, wait);
  return new Promise((resolve) => {
    child.on("error", () => resolve(127));
    child.on("close", (code) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, wait);
      resolve(code ?? 1);
    });
  });
}

/** Tells the law what had no route between now and the returned call; outside the guard nobody counts. */
export function watchRoutes(dials: DialLaw): () => void {
  if (!isGuarded()) return () => undefined;
  const before = unroutableAttempts();
  return () => {
    const attempts = unroutableAttempts() - before;
    if (attempts > 0) dials.found(`${attempts} packet(s)`, "had no route in a network with loopback only");
  };
}

/** How often anything in this network wanted to reach an address that has no route, by the kernel's own count. */
function unroutableAttempts(): number {
  const ipv4 = readFileSync("/proc/self/net/snmp", "utf8").split("\n");
  const [names = [], values = []] = ipv4.filter((line) => line.startsWith("Ip:")).map((line) => line.split(" "));
  const ipv6 = existsSync("/proc/self/net/snmp6") ? readFileSync("/proc/self/net/snmp6", "utf8") : "";
  return Number(values[names.indexOf("OutNoRoutes")]) + Number(/^Ip6OutNoRoutes\s+(\d+)/m.exec(ipv6)?.[1] ?? 0);
}
