import { RpcError } from "../machine/rpc";
import type { Sequence, SequenceEvent } from "../machine/sequence";
import { pauseClock, Silent, type Run } from "./command";
import { connectTalosctl, type TalosClient } from "./client";
import type { Flag } from "./flags";

export const trackingFlags: readonly Flag[] = [
  { name: "wait", kind: "bool", on: true },
  { name: "debug", kind: "bool" },
  { name: "timeout", kind: "duration" },
];

const TIMEOUT_SECONDS = 30 * 60;

export interface Tracked {
  readonly method: string;
  readonly request: unknown;
  /** Called until it says that the machine is where it ought to be; undefined when nothing is to be seen afterwards. */
  readonly after?: (client: TalosClient, node: string, bootId: string) => Promise<boolean>;
}

/** Does it on every node and follows the events until it is done; what goes wrong has been told by then (talos/action). */
export async function track(run: Run, what: Tracked): Promise<void> {
  const client = await connectTalosctl(run);
  const failures = await Promise.all(client.nodes.map((node) => trackNode(run, client, node, what)));
  if (failures.some((failed) => failed)) throw new Silent();
}

async function trackNode(run: Run, client: TalosClient, node: string, what: Tracked): Promise<boolean> {
  const tell = (message: string): void => run.terminal.err(`"${node}": ${message}\n`);
  try {
    tell("waiting for actor ID");
    const bootId = what.after ? await bootIdOf(client, node) : "";
    const [answer] = await client.ask(what.method, what.request, { target: { node } });
    const sequence = answer?.value as Sequence;
    tell(`actor ID: ${sequence.actorId}`);
    const problem = await untilStopping(run, sequence, tell);
    if (problem !== undefined) {
      tell(`error: sequence error: ${problem}`);
      tell(`sequence error: ${problem}`);
      return true;
    }
    tell("events check condition met");
    if (what.after) await untilAfter(run, () => what.after?.(client, node, bootId) ?? Promise.resolve(true), tell);
    return false;
  } catch (error) {
    if (!(error instanceof RpcError) && !(error instanceof TimeUp)) throw error;
    tell(error.message);
    return true;
  }
}

class TimeUp extends Error {}

async function bootIdOf(client: TalosClient, node: string): Promise<string> {
  const [answer] = await client.ask(
    "MachineService/Read",
    { path: "/proc/sys/kernel/random/boot_id" },
    { target: { node } },
  );
  return String(answer?.value);
}

/** Resolves with what went wrong, or when the services stop. */
function untilStopping(run: Run, sequence: Sequence, tell: (message: string) => void): Promise<string | undefined> {
  const { clock, latencies } = run.context;
  const ms = run.flags.seconds("timeout", TIMEOUT_SECONDS) * latencies.guestSecond;
  const over = new AbortController();
  return new Promise((resolve, reject) => {
    sequence.listen(({ text, stopping, error }: SequenceEvent) => {
      if (over.signal.aborted) return;
      if (stopping !== true) tell(text);
      if (stopping !== true && error === undefined) return;
      over.abort();
      resolve(error);
    });
    void clock.sleep(ms, over.signal).then(() => reject(new TimeUp("context deadline exceeded")));
  });
}

/** Machines that are rebooting do not answer: it goes on asking. */
async function untilAfter(run: Run, look: () => Promise<boolean>, tell: (message: string) => void): Promise<void> {
  const { clock, latencies } = run.context;
  const end = clock.now() + run.flags.seconds("timeout", TIMEOUT_SECONDS) * latencies.guestSecond;
  for (;;) {
    const done = await look().catch((error: unknown) => {
      if (!(error instanceof RpcError) || error.code !== "Unavailable") throw error;
      tell("unavailable, retrying...");
      return false;
    });
    if (done) return tell("post check passed");
    if (clock.now() >= end) throw new TimeUp("context deadline exceeded");
    await pauseClock(run, 1);
  }
}

/** The machine has restarted and accepts the administrator. */
export async function hasRebooted(client: TalosClient, node: string, bootId: string): Promise<boolean> {
  return (await bootIdOf(client, node)) !== bootId;
}
