import { spawn } from "node:child_process";
import type { ClusterPlan } from "../../model/cluster-plan";
import { isFor } from "../../model/distribution";
import { renderTalosWaitsScript } from "../../distributions/talos/script";
import type { Waits } from "./silent-machine";

/**
 * Talos starts its guest agent with its configuration. Before, it has none, and says so to whoever dials its API: it is
 * asked with talosctl, on the way that bootstrap takes. Machines of other systems have their agent from the first boot.
 */
export function waitsIn(plan: () => ClusterPlan, env: Readonly<Record<string, string | undefined>>): Waits {
  return async (node) => {
    const current = plan();
    const machine = current.machines.find(({ name }) => name === node);
    if (!isFor("talos", current) || machine === undefined) return false;
    return (await answer(renderTalosWaitsScript(current, machine), env)) === "yes";
  };
}

/** What the script prints. Rejects with its own words when it cannot even ask. */
function answer(script: string, env: Readonly<Record<string, string | undefined>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("sh", ["-s", "--", "waits"], { env, stdio: "pipe" });
    let [told, said] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (told += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(told.trim()) : reject(new Error(said.trim()))));
    child.stdin.end(script);
  });
}
