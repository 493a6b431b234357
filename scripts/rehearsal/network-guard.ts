import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { onInterruption } from "../cli/interruption";
import type { DialInvariant } from "./dial-invariant";

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
  // The guarded process decides what it means, and we wait for it. A terminal tells it too: that is one press for it.
  const forget = onInterruption((press) => void child.kill(press === 1 ? "SIGTERM" : "SIGINT"));
  return new Promise((resolve) => {
    child.on("error", () => resolve(127));
    child.on("close", (code) => {
      forget();
      resolve(code ?? 1);
    });
  });
}

/** Tells the invariant what had no route between now and the returned call; outside the guard nobody counts. */
export function watchRoutes(dials: DialInvariant): () => void {
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
