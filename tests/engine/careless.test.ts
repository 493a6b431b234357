import { join } from "node:path";
import { recordOf } from "../../scripts/rehearsal/closing";
import { parseFault } from "../../scripts/rehearsal/fault-argument";
import { live } from "../../scripts/rehearsal/life";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import type { StateCapture } from "../../scripts/rehearsal/state-capture";
import { endRehearsal, rehearse, smallStack } from "../support/rehearsal";

jest.setTimeout(120_000);

const program = join(__dirname, "programs", "careless");

let rehearsal: Rehearsal | undefined;
afterEach(() => endRehearsal(rehearsal));

/** Its occasion never comes. */
const FAULT = "pulumi-killed:worker-1/nothing of the kind";

/** The whole life of that program in a rehearsal, what went wrong in it, and what its invariants found in the end. */
async function lifeOf(careless: boolean): Promise<{ problems: readonly string[]; breaches: readonly string[] }> {
  const stack = `${smallStack()}  test:careless: ${careless}\n`;
  const life = (rehearsal = await rehearse("careless", stack, [parseFault(FAULT)], { repository: program }));
  let state: StateCapture | undefined;
  const problems = await live(life, { faults: 0, onUp: (captured) => (state = captured), say: () => undefined });
  expect(life.phases.map(({ name, ok }) => `${name} ${ok}`)).toEqual(["up true", "preview true", "destroy true"]);
  const { findings } = recordOf(life, { profile: "fast", faults: [], versions: {}, state });
  return { problems, breaches: findings.violations.map(({ invariant, what }) => `${invariant}: ${what}`) };
}

test("a correct program violates no invariant", async () => {
  const { problems, breaches } = await lifeOf(false);
  expect(breaches).toEqual([]);
  // However well everything else goes, a rehearsal whose faults never struck went wrong.
  expect(problems).toContain(`the fault ${FAULT}@1 never happened: no occasion for it`);
});

test("a careless program violates the invariants on the engine's actions, output, state and leftovers", async () => {
  expect((await lifeOf(true)).breaches).toEqual([
    "preview-empty: the preview after the up wants to replace 1",
    "nothing-left: the destroy left snippet local:snippets/litter.yaml on pve",
    "nothing-dialled-outside: pve.invalid:443 was dialled through HTTPS_PROXY",
    "secrets-stay-secret: secret proxmoxToken is readable in the log of up (token part)",
    "secrets-stay-secret: secret proxmoxToken is readable in the log of preview (token part)",
    "secrets-stay-secret: secret proxmoxToken is readable in the event log of up (token part)",
    "secrets-stay-secret: secret proxmoxToken is readable in the event log of preview (token part)",
    "secrets-stay-secret: secret proxmoxToken is readable in the stored state",
  ]);
});
