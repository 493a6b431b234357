import { getEventListeners } from "node:events";
import { LeapingClock, ManualClock } from "../src/clock";

const listenersAt = (signal: AbortSignal) => getEventListeners(signal, "abort").length;

describe("a clock", () => {
  it("leaves no abort listener behind when it is advanced by hand", async () => {
    const { signal } = new AbortController();
    const clock = new ManualClock();
    const asleep = clock.sleep(10, signal);
    await clock.advance(10);
    await asleep;
    expect(listenersAt(signal)).toBe(0);
  });

  it("leaves none behind when it was held", async () => {
    const { signal } = new AbortController();
    const clock = new LeapingClock();
    const goOn = clock.hold();
    const asleep = clock.sleep(0, signal);
    setTimeout(goOn, 5);
    await asleep;
    expect(listenersAt(signal)).toBe(0);
  });

  it("wakes a sleeper when its signal is aborted", async () => {
    const power = new AbortController();
    const asleep = new ManualClock().sleep(10, power.signal);
    power.abort();
    await asleep;
    expect(listenersAt(power.signal)).toBe(0);
  });
});
