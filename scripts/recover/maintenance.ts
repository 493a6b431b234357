import { spawn } from "node:child_process";
import type { StackPlan } from "../../distributions/distribution";
import { distributionOf } from "../../distributions/registry";
import type { Waits } from "./lost-node";

/**
 * Machines that are configured over their own API have no guest agent before that: they are asked through that API, as at
 * bootstrap. Others have their agent from the first boot.
 */
export function waitsIn(plan: () => StackPlan, env: Readonly<Record<string, string | undefined>>): Waits {
  return async (name) => {
    const current = plan();
    const node = current.nodes.find((planned) => planned.name === name);
    const script = node && distributionOf(current.cluster).waitsScript?.(current, node);
    return script !== undefined && (await answer(script, env)) === "yes";
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
