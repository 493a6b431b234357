import type { Client, ClientChannel } from "ssh2";
import type { Connection, StepOrder } from "../model/step-order";
import type { LogLines } from "./log-lines";
import type { Patience } from "./patience";
import { dial } from "./ssh-dial";
import { LoginFailure } from "./ssh-login";
import { commandOf, HELD, lockOf, type MachineStep, TIME_IS_OVER } from "./machine-command";
import { StepFailure } from "./step-failure";

/** What a step writes to: results, and a log. */
export interface Outputs {
  readonly result: (this: void, chunk: Buffer) => void;
  readonly log: LogLines;
}

export interface Step extends MachineStep {
  readonly order: StepOrder;
  readonly script: string;
}

/** Runs a step as root on a machine; resolves to the script's status. Every wait in here ends by itself. */
export async function onMachine(step: Step, connection: Connection, outputs: Outputs, patience: Patience) {
  const { client, close } = await dial(connection, patience).catch((error: unknown) => {
    throw error instanceof LoginFailure ? new StepFailure(`cannot log in: ${error.message}`) : error;
  });
  try {
    const status = await run(client, step, outputs, patience, 0);
    if (status !== HELD) return status;
    const wait = Math.ceil(patience.earlierRun / 1000);
    outputs.log.push(
      Buffer.from(`waits for an earlier run of this step, which still goes on there (up to ${wait} s)\n`),
    );
    return await run(client, step, outputs, patience, wait);
  } finally {
    close();
  }
}

async function run(client: Client, step: Step, outputs: Outputs, patience: Patience, wait: number): Promise<number> {
  const { limitSeconds } = step;
  const status = await execute(client, commandOf(step, wait), step, outputs, patience, wait);
  if (status === HELD && wait > 0)
    throw new StepFailure(
      `an earlier run of this step still goes on there after ${wait} s (it holds ${lockOf(step)}); let it end, or end it there`,
    );
  if (status === TIME_IS_OVER) throw new StepFailure(`it took longer than ${limitSeconds} s and was ended`);
  return status;
}

/** Ends with the command, with the connection, or when all time is over: the machine's own limit comes first. */
function execute(
  client: Client,
  command: string,
  { script, limitSeconds }: Step,
  { result, log }: Outputs,
  patience: Patience,
  wait: number,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const lost = (why: string): void => reject(new StepFailure(`${why}; it may still run there`));
    const alarm = setTimeout(
      () => lost(`no end after ${limitSeconds + wait} s`),
      (limitSeconds + wait) * 1000 + 2 * patience.goodbye,
    );
    const done = (): void => clearTimeout(alarm);
    client.on("error", (error) => {
      done();
      lost(
        error.message === "Keepalive timeout"
          ? `the machine gives no sign of life any more (${(patience.aliveInterval * patience.aliveCount) / 1000} s)`
          : `the connection broke: ${error.message}`,
      );
    });
    client.on("close", () => {
      done();
      lost("the connection was closed in the middle of it");
    });
    client.exec(command, (error, channel) => {
      if (error) return reject(new StepFailure(`the machine runs no command: ${error.message}`));
      follow(channel, result, log, (status, signal) => {
        done();
        if (status !== undefined) resolve(status);
        else if (signal !== undefined) reject(new StepFailure(`it was ended by signal ${signal}`));
      });
      // A script that ends without having read it all closes its input.
      channel.on("error", () => undefined);
      channel.end(script);
    });
  });
}

function follow(
  channel: ClientChannel,
  result: (chunk: Buffer) => void,
  log: LogLines,
  ended: (status: number | undefined, signal: string | undefined) => void,
): void {
  let exit: readonly [number | undefined, string | undefined] = [undefined, undefined];
  channel.on("exit", (status: number | null, signal?: string) => (exit = [status ?? undefined, signal]));
  channel.on("data", result);
  channel.stderr.on("data", (chunk: Buffer) => log.push(chunk));
  channel.on("close", () => {
    log.end();
    ended(...exit);
  });
}
