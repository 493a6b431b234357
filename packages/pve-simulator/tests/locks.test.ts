import { ManualClock } from "../src/clock";
import { Bandwidth } from "../src/model/bandwidth";
import { Locks } from "../src/model/locks";

test("shared holders share, an exclusive one waits for all of them", async () => {
  const clock = new ManualClock();
  const locks = new Locks(clock);
  const order: string[] = [];
  const hold = (kind: "shared" | "exclusive", name: string) =>
    locks[kind]("/lock", 1_000, async () => {
      order.push(`${name} at ${clock.now()}`);
      await clock.sleep(300);
    });
  const all = Promise.all([hold("shared", "a"), hold("shared", "b"), hold("exclusive", "c"), hold("shared", "d")]);
  await clock.advance(2_000);
  await all;
  expect(order).toEqual(["a at 0", "b at 0", "c at 300", "d at 600"]);
});

test("a waiter that times out gives up with PVE's message and blocks nobody else", async () => {
  const clock = new ManualClock();
  const locks = new Locks(clock);
  const long = locks.exclusive("/lock", 1_000, () => clock.sleep(5_000));
  const refused = expect(locks.exclusive("/lock", 1_000, () => Promise.resolve())).rejects.toThrow(
    "can't lock file '/lock' - got timeout",
  );
  const patient = locks.exclusive("/lock", 10_000, () => Promise.resolve(clock.now()));
  await clock.advance(6_000);
  await Promise.all([long, refused]);
  expect(await patient).toBe(5_000);
});

test("copies share a storage's bandwidth while they overlap", async () => {
  const clock = new ManualClock();
  const bandwidth = new Bandwidth(clock, 100);
  const ends: number[] = [];
  const copy = async (gib: number) => {
    await bandwidth.copy(gib);
    ends.push(clock.now());
  };
  const first = copy(10);
  await clock.advance(500);
  const second = copy(2);
  await new Promise((resolve) => setImmediate(resolve));
  await clock.advance(2_000);
  await Promise.all([first, second]);
  expect(ends).toEqual([900, 1_200]);
});
