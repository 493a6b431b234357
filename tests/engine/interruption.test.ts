import { endRehearsal, rehearse, smallStack } from "../support/rehearsal";

jest.setTimeout(60_000);

test("a rehearsal that is closed during up starts nothing more, not even recovery", async () => {
  const rehearsal = await rehearse("interruption", smallStack());
  const { events } = rehearsal.simulation.context;
  const cloned = new Promise<void>((resolve) => {
    events.listen((event) => {
      if (event.kind === "span-begin" && event.label === "clone") resolve();
    });
  });
  const up = rehearsal.up();
  await cloned;
  await endRehearsal(rehearsal);
  expect((await up).ok).toBe(false);
  await expect(rehearsal.up("up-again")).rejects.toThrow("the engine was ended");
  await expect(rehearsal.destroy()).rejects.toThrow("the engine was ended");
});
