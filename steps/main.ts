import { KEEP, splitOrder } from "../model/step-order";
import { here } from "./here";
import { LogLines } from "./log-lines";
import { type Outputs, onMachine, type Step } from "./on-machine";
import { patienceOf } from "./patience";
import { StepFailure } from "./step-failure";

/** Runs one step to its end. Nothing continues when Pulumi is gone. */
export async function main(): Promise<void> {
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.exit(1), 1000).unref();
  process.exitCode = await runStep(process.argv[2] ?? "");
}

async function runStep(name: string): Promise<number> {
  if (name === KEEP) return keep();
  const step = await readStep(name);
  const patience = patienceOf(process.env);
  const log = new LogLines((text) => process.stderr.write(text));
  const outputs: Outputs = { log, result: (chunk) => process.stdout.write(chunk) };
  const { connection, machine } = step.order;
  try {
    return await (connection ? onMachine(step, connection, outputs, patience) : here(step, outputs, patience));
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    const last = log.last === "" ? "" : `; it said last: ${log.last}`;
    process.stderr.write(`${machine}: step "${name}" failed: ${error.message}${last}\n`);
    return error.status;
  }
}

function keep(): number {
  process.stdout.write(process.env["PULUMI_COMMAND_STDOUT"] ?? "");
  return 0;
}

async function readStep(name: string): Promise<Step> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const { order, script } = splitOrder(Buffer.concat(chunks).toString("utf8"));
  const limitSeconds = order.limits[name];
  if (limitSeconds === undefined) throw new Error(`the step ${name} has no limit`);
  return { name, order, script, limitSeconds };
}
