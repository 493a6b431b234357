import { setTimeout as pause } from "node:timers/promises";
import { leftBehind, nothing, untilQuiet } from "../support/left-behind";
import { smallStack } from "../support/rehearsal";
import { userCheckout, type UserCheckout } from "../support/user-checkout";

/** The promise is measured with HOMELAB_CTRL_C=20; a few moments tell whether something is wrong altogether. */
const moments = Number(process.env.HOMELAB_CTRL_C ?? "2");
/** About as long as each takes on a machine that has nothing else to do; a later moment finds it done. */
const LONGEST_MS = { up: 9_000, destroy: 4_000, rehearse: 16_000, plan: 800 } as const;

jest.setTimeout(300_000 + moments * 60_000);

let user: UserCheckout;
beforeAll(async () => {
  user = await userCheckout("mine", smallStack(), []);
});
afterAll(() => user.close());

interface Moment {
  readonly script: keyof typeof LONGEST_MS;
  readonly tty: boolean;
  readonly twice: boolean;
  readonly afterMs: number;
}

const SCRIPTS = ["up", "destroy", "rehearse", "plan"] as const;

/** Each command, with and without a terminal, sometimes interrupted twice. */
function momentOf(index: number): Moment {
  const script = SCRIPTS[index % SCRIPTS.length] ?? "up";
  const afterMs = Math.floor(Math.random() * LONGEST_MS[script]);
  return { script, tty: index % 8 > 3, twice: index % 16 > 7, afterMs };
}

async function interruptAt({ script, tty, twice, afterMs }: Moment) {
  const asks = script === "up" || script === "destroy";
  const running = user.start(script, ["mine", ...(asks ? ["--yes"] : [])], tty);
  const interrupted = await Promise.race([pause(afterMs, true), running.ended.then(() => false)]);
  const began = performance.now();
  if (interrupted) running.interrupt();
  if (interrupted && twice && (await Promise.race([pause(1_000, true), running.ended.then(() => false)])))
    running.interrupt();
  const status = await running.ended;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  await untilQuiet(user);
  const left = leftBehind(user);
  const what = `${script}${tty ? " at a terminal" : ""}${twice ? ", twice" : ""} after ${afterMs} ms`;
  const counts = `${left.processes.length} processes, ${left.secrets.length + left.temporary.length} files`;
  process.stderr.write(
    `${what}: ${interrupted ? `status ${status}, ended in ${seconds} s` : `done before, status ${status}`}, left ${counts}\n`,
  );
  return left;
}

test("Ctrl-C at any moment of any command leaves no process and no secret, and destroy then leaves nothing", async () => {
  for (let index = 0; index < moments; index++) expect(await interruptAt(momentOf(index))).toEqual(nothing);
  const { output } = await user.npm("destroy", ["mine", "--yes"]);
  expect(output).toContain("mine is gone.");
  expect(user.simulation.proxmox.leftovers()).toEqual([]);
});
