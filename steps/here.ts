import { spawn } from "node:child_process";
import type { Writable } from "node:stream";
import type { Outputs, Step } from "./on-machine";
import type { Patience } from "./patience";
import { StepFailure } from "./step-failure";

/**
 * Before the script: who holds the other end of descriptor 3 is gone without a word (Pulumi kills the command it started
 * and nothing below it), so all that the script started ends too.
 */
export const LIFELINE = `{ read -r homelab_done || kill -s TERM -- "-$$"; } <&3 >/dev/null 2>&1 &
exec 3<&-
`;

/** Runs a step on this computer, in a process group of its own; resolves to the script's status. */
export function here({ name, script, limitSeconds }: Step, outputs: Outputs, patience: Patience): Promise<number> {
  const child = spawn("sh", ["-s", "--", name], { detached: true, stdio: ["pipe", "pipe", "pipe", "pipe"] });
  const { stdin, stdout, stderr } = child;
  const lifeline = child.stdio[3] as Writable;
  const signal = (what: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, what);
    } catch {
      // Ended meanwhile.
    }
  };
  const end = (): void => {
    signal("SIGTERM");
    setTimeout(() => signal("SIGKILL"), patience.goodbye).unref();
  };
  let over = false;
  const alarm = setTimeout(() => {
    over = true;
    end();
  }, limitSeconds * 1000);
  for (const told of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(told, end);
  stdout.on("data", outputs.result);
  stderr.on("data", (chunk: Buffer) => outputs.log.push(chunk));
  stdin.on("error", () => undefined);
  lifeline.on("error", () => undefined);
  stdin.end(LIFELINE + script);
  return new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new StepFailure(`cannot start sh: ${error.message}`)));
    child.on("exit", () => lifeline.end("over\n"));
    child.on("close", (status, killed) => {
      clearTimeout(alarm);
      outputs.log.end();
      if (over) reject(new StepFailure(`it took longer than ${limitSeconds} s and was ended`));
      else if (status === null) reject(new StepFailure(`it was ended by ${killed}`));
      else resolve(status);
    });
  });
}
