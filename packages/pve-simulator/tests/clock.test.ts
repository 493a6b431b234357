import { getEventListeners } from "node:events";
import { LeapingClock, ManualClock } from "../src/clock";

const listenersAt = (signal: AbortSignal) => getEventListeners(signal, "abort").length;

describe("a clock", () => {
  it("that is advanced by hand leaves no listener at a signal that outlives the sleep", async () => {
    const { signal } = new AbortController();
    const clock = new ManualClock();
    const asleep = clock.sleep(10, signal);
    await clock.advance(10);
    await asleep;
    expect(listenersAt(signal)).toBe(0);
  });

  it("that was held leaves none either", async () => {
    const { signal } = new AbortController();
    const clock = new LeapingClock();
    const goOn = clock.hold();
    const asleep = clock.sleep(0, signal);
    setTimeout(goOn, 5);
    await asleep;
    expect(listenersAt(signal)).toBe(0);
  });

  it("wakes whoever sleeps when the signal comes", async () => {
    const power = new AbortController();
    const asleep = new ManualClock().sleep(10, power.signal);
    power.abort();
    await asleep;
    expect(listenersAt(power.signal)).toBe(0);
  });
});
