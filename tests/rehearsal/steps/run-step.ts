import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { type Connection, type StepOrder, withOrder } from "../../../model/step-order";
import { hostKey, operator, type SmallSimulation } from "../guests/support";

const repository = join(__dirname, "..", "..", "..");

export interface StepRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A machine of a small simulation, as the program would have a step reach it. */
export function reach({ network }: SmallSimulation, address: string, more: Partial<Connection> = {}): Connection {
  const { host, port, user, hostKeyPublic } = network.jumpHost;
  const jumpHost = { host, port, user, hostKey: hostKeyPublic, privateKey: operator.private };
  const machine = { host: address, port: 22, user: "odin", hostKey: hostKey.public, privateKey: operator.private };
  return { ...machine, attempts: 3, jumpHost, ...more };
}

export const order = (connection?: Connection, seconds = 600): StepOrder => ({
  machine: "machine-1",
  lock: "machine-1-join",
  limits: { join: seconds },
  ...(connection && { connection }),
});

/** Enough for a busy computer to answer, little enough to wait out. */
export const IMPATIENT = 0.2;

/** Starts a step as the command plugin does; with the usual patience, unless a test waits for its end. */
export function startStep(text: string, step = "join", pace = 1): { child: ChildProcess; ended: Promise<StepRun> } {
  const env = { ...process.env, HOMELAB_STEP_PACE: String(pace) };
  const child = spawn("node", ["steps/run.cjs", step], { cwd: repository, env, stdio: "pipe" });
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].setEncoding("utf8").on("data", (chunk: string) => (said[stream] += chunk));
  child.stdin.on("error", () => undefined);
  child.stdin.end(text);
  return { child, ended: new Promise((resolve) => child.on("close", (status) => resolve({ status, ...said }))) };
}

export const runStep = (of: StepOrder, script: string, pace?: number): Promise<StepRun> =>
  startStep(withOrder(of, `${script}\n"$@" </dev/null\n`), "join", pace).ended;
