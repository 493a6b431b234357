import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { SimulationEvent } from "../../rehearsal/events";
import { some } from "../support/further";
import type { Running } from "../support/interrupted";
import { leftBehind, nothing, untilQuiet } from "../support/left-behind";
import { smallStack } from "../support/rehearsal";
import { userCheckout, type UserCheckout } from "../support/user-checkout";

jest.setTimeout(300_000);

let user: UserCheckout;
beforeAll(async () => {
  user = await userCheckout("mine", smallStack(), []);
});
afterAll(() => user.close());

const rehearsals = () => join(user.checkout, ".rehearsal");
const left = () => leftBehind(user);

/** Resolves when the simulation sees what is waited for, or when the command has ended without it. */
function moment(running: Running, isIt: (event: SimulationEvent) => boolean): Promise<void> {
  const { events } = user.simulation.context;
  return new Promise((resolve) => {
    const deafen = events.listen((event) => {
      if (!isIt(event)) return;
      deafen();
      resolve();
    });
    void running.ended.then(() => {
      deafen();
      resolve();
    });
  });
}

/** Resolves when something is so that is seen from outside only, or when the command has ended without it. */
function until(running: Running, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = setInterval(() => isSo() && done(), 20);
    const done = (): void => {
      clearInterval(look);
      resolve();
    };
    void running.ended.then(done);
  });
}

/** After a hang-up nothing waits; what is left must end by itself. */
const quiet = () => untilQuiet(user);

const cloneBegins = (event: SimulationEvent) => event.kind === "span-begin" && event.label === "clone";
const scriptBegins = (event: SimulationEvent) => event.kind === "command" && event.phase === "start";
const somethingIsDeleted = (event: SimulationEvent) => event.kind === "request" && event.method === "DELETE";

test("an interrupted or terminated up lets the engine finish its steps, and says what to do next", async () => {
  const running = user.start("up", ["mine", "--yes"], false);
  await moment(running, cloneBegins);
  running.interrupt("SIGTERM");
  expect({ status: await running.ended, output: running.output() }).toMatchObject({ status: 130 });
  expect(running.output()).toContain("Interrupted: the engine finishes its current steps");
  expect(running.output()).toContain("Run the same command again to continue");
  expect(running.output()).not.toContain("mine failed:");
  expect(left()).toEqual(nothing);
});

test("Ctrl-C twice at a terminal ends up at once, and the next run clears the pending operations", async () => {
  const running = user.start("up", ["mine", "--yes"], true);
  await moment(running, scriptBegins);
  running.interrupt();
  await new Promise((resolve) => setTimeout(resolve, 700));
  running.interrupt();
  expect({ status: await running.ended, output: running.output() }).toMatchObject({ status: 130 });
  expect(running.output()).toContain("Run the same command again to continue");
  expect(left()).toEqual(nothing);
  const again = await user.npm("up", ["mine", "--yes"]);
  expect(again.output).toMatch(/mine is up in \d+ s/);
  expect(left()).toEqual(nothing);
});

test("Ctrl-C at destroy's confirmation changes nothing", async () => {
  const running = user.start("destroy", ["mine"], true);
  await until(running, () => running.output().includes("to continue:"));
  running.interrupt();
  expect({ status: await running.ended, output: running.output() }).toMatchObject({ status: 130 });
  expect(user.simulation.proxmox.host("pve").vms).toHaveLength(3);
  expect(left()).toEqual(nothing);
});

test("a destroy whose terminal is closed stops its engine cleanly, and the next one completes", async () => {
  const running = user.start("destroy", ["mine", "--yes"], true);
  await moment(running, somethingIsDeleted);
  running.interrupt("SIGHUP");
  await running.ended;
  await quiet();
  expect(left()).toEqual(nothing);
  const again = await user.npm("destroy", ["mine", "--yes"]);
  expect(again.output).toContain("mine is gone.");
  expect(left()).toEqual(nothing);
  expect(user.simulation.proxmox.leftovers()).toEqual([]);
});

describe("a rehearsal", () => {
  const mine = (name: string) => join(rehearsals(), "mine", name);
  const moments: readonly (readonly [moment: string, file: string, signal: NodeJS.Signals, tty: boolean])[] = [
    ["while its stack is made", "state/.pulumi", "SIGINT", true],
    ["while it comes up", "logs/up.events.jsonl", "SIGINT", true],
    ["while it comes up, by who waits for it", "logs/up.events.jsonl", "SIGTERM", false],
    ["while it comes up, as its terminal is closed", "logs/up.events.jsonl", "SIGHUP", true],
    ["while it is destroyed", "logs/destroy.events.jsonl", "SIGINT", false],
  ];

  beforeEach(() => rmSync(mine("."), { recursive: true, force: true }));

  test.each(some(moments, 1))(
    "that is interrupted %s ends at once and reports only what is left",
    async (_when, file, signal, tty) => {
      const running = user.start(tty ? "start" : "rehearse", ["mine"], tty);
      await until(running, () => existsSync(mine(file)));
      running.interrupt(signal);
      const status = await running.ended;
      if (signal !== "SIGHUP") {
        const said = running.output();
        expect({ status, said }).toEqual({
          status: 130,
          said: expect.stringContaining("Interrupted: the engine and the simulated host were stopped"),
        });
        expect(said.slice(said.indexOf("Interrupted:"))).toMatch(
          /^.*\r?\nLeft: .* nothing else was touched\.\s*(\u001b\[\?25h)?$/,
        );
      }
      await quiet();
      expect(left()).toEqual(nothing);
      expect(readdirSync(mine("."))).not.toContain("lock");
    },
  );

  test("that is interrupted twice in quick succession is still cleaned up", async () => {
    const running = user.start("rehearse", ["mine"], false);
    await until(running, () => existsSync(mine("logs/up.events.jsonl")));
    running.interrupt("SIGINT");
    running.interrupt("SIGINT");
    expect(await running.ended).toBe(130);
    expect(left()).toEqual(nothing);
  });

  test("of a stack that is already being rehearsed names the other process, and changes nothing", async () => {
    const running = user.start("rehearse", ["mine"], false);
    await until(running, () => existsSync(mine("lock")));
    const { pid } = JSON.parse(readFileSync(mine("lock"), "utf8")) as { pid: number };
    const second = await user.npm("start", ["mine"]);
    expect(second.output).toMatch(
      new RegExp(`stack mine: is already being rehearsed by process ${pid}, since \\d{4}-`),
    );
    expect(second.status).toBe(1);
    running.interrupt("SIGINT");
    expect(await running.ended).toBe(130);
  });
});
