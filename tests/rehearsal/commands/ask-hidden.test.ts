import { join } from "node:path";
import { start } from "../../support/interrupted";

const repository = join(__dirname, "..", "..", "..");

/** A program at a terminal of its own that asks for a word and says how long it was. */
const asking = `
  require("./preload/read-typescript.cjs").readTypeScript();
  require("./scripts/cli/ask.ts").askHidden("Passphrase: ").then((word) => console.log("of " + word.length));`;

test("an answer to a hidden prompt is read and never shown, and Ctrl-C aborts the prompt", async () => {
  const place = { cwd: repository, env: process.env, tty: true };
  const asked = start([process.execPath, "-e", asking], place);
  await asked.said("Passphrase: ");
  asked.type("open sesame\r");
  expect(await asked.ended).toBe(0);
  expect(asked.output()).toContain("of 11");
  expect(asked.output()).not.toContain("sesame");

  const left = start([process.execPath, "-e", asking], place);
  await left.said("Passphrase: ");
  left.interrupt();
  expect(await left.ended).not.toBe(0);
});
