import type { Effect } from "../../model/key-effect";
import { effectOf } from "../../stack/edits/key-effects";
import { checkConfig } from "../../stack/parse";
import { keyOfPath } from "../support/key-of-path";
import { some } from "../support/further";
import type { Registered } from "../support/pulumi-mocks";
import { recordStack } from "../support/record-stack";
import { SAMPLE_EDITS, type SampleEdit, sectionsWith, type Stack } from "../support/sample-edits";

const VM = "proxmoxve:index/vmLegacy:VmLegacy";

/** Proxmox changes these while a machine is off (provider facts, pitfall 4); NICs, tags, notes and start order at once. */
const WHILE_OFF = ["cpu", "memory", "machine", "bios", "efiDisk", "operatingSystem", "scsiHardware", "hostpcis", "vga"];

/** What the edit changes at the machines that are there before and after it, as the provider would be asked. */
interface Touched {
  readonly restarted: readonly string[];
  readonly replaced: readonly string[];
  /** Any other input, of a machine or of anything else. */
  readonly changed: readonly string[];
}

const recordings = new Map<Stack, readonly Registered[]>();

async function resourcesOf(stack: Stack, edits: readonly SampleEdit[] = []): Promise<readonly Registered[]> {
  return (await recordStack(stack, sectionsWith(stack, ...edits))).recording.resources;
}

async function touchedBy(stack: Stack, edits: readonly SampleEdit[]): Promise<Touched> {
  // One after the other: a process has one engine.
  const before = recordings.get(stack) ?? (await resourcesOf(stack));
  recordings.set(stack, before);
  const now = new Map((await resourcesOf(stack, edits)).map((resource) => [resource.urn, resource]));
  const pairs = before.flatMap((was) => {
    const is = now.get(was.urn);
    return is ? [{ was, is }] : [];
  });
  const machines = pairs.filter(({ was }) => was.type === VM && was.inputs["template"] !== true);
  return {
    restarted: machines
      .filter(({ was, is }) => WHILE_OFF.some((key) => differ(was, is, key)))
      .map(({ was }) => was.name),
    replaced: machines.filter(({ was, is }) => isAnother(was, is)).map(({ was }) => was.name),
    changed: [
      ...pairs.filter(({ was, is }) => inputsDiffer(was, is)).map(({ was }) => was.name),
      ...before.filter(({ urn }) => !now.has(urn)).map(({ name }) => name),
    ],
  };
}

const differ = (was: Registered, is: Registered, key: string): boolean =>
  !was.options.ignoreChanges.includes(key) && JSON.stringify(was.inputs[key]) !== JSON.stringify(is.inputs[key]);

const isAnother = (was: Registered, is: Registered): boolean =>
  was.options.replacementTrigger !== is.options.replacementTrigger ||
  ["vmId", "nodeName"].some((key) => differ(was, is, key));

const inputsDiffer = (was: Registered, is: Registered): boolean =>
  [...new Set([...Object.keys(was.inputs), ...Object.keys(is.inputs)])].some((key) => differ(was, is, key));

/** Those that pass every rule, with what the table says of them. */
const followed = SAMPLE_EDITS.flatMap((sample) => {
  const checked = checkConfig(sectionsWith(sample.stack, sample));
  if (!("config" in checked)) return [];
  const key = keyOfPath(sample.path);
  return {
    sample,
    key,
    effect: effectOf(key, checked.config.cluster.distribution)?.effect,
    text: sample.path.join("."),
  };
});

const called = (...effects: readonly Effect[]) =>
  followed.filter(({ effect }) => effect !== undefined && effects.includes(effect));

const STACKS: readonly Stack[] = ["asgard", "r730", "pc-tips"];

describe("what the program requests after an edit", () => {
  // Together, as nothing at all may come of them; a key that makes another's edit wrong would show here too.
  // Apart from what goes with no other one: its own endpoint would make a host another installation's than the edited one.
  it.each(STACKS)("of %s, which affects no machine, restarts and replaces none", async (stack) => {
    const alone = ["template.vmId", "proxmox.hosts.asgard.endpoint"];
    const edits = called("the program only", "new machines only").flatMap(({ sample }) =>
      sample.stack === stack && !alone.includes(sample.path.join(".")) ? [sample] : [],
    );
    const { restarted, replaced } = await touchedBy(stack, edits);
    expect([...restarted, ...replaced]).toEqual([]);
  });

  it.each(some(called("in place", "by hand"), 10))(
    "of $text ($effect) changes something, but restarts no machine",
    async ({ sample }) => {
      const { restarted, replaced, changed } = await touchedBy(sample.stack, [sample]);
      expect([...restarted, ...replaced]).toEqual([]);
      expect(changed).not.toEqual([]);
    },
  );

  it.each(some(called("restart"), 10))("of $text restarts a machine", async ({ sample, key }) => {
    const { restarted, replaced, changed } = await touchedBy(sample.stack, [sample]);
    // Raising a generation is how one asks for another machine; Talos is restarted by the step that sees its disk grow.
    if (key === "nodes.*.generation") expect(replaced).not.toEqual([]);
    else if (key.endsWith(".diskGiB")) expect(changed.filter((name) => name.endsWith("-join"))).not.toEqual([]);
    else expect(restarted).not.toEqual([]);
  });

  it.each(some(called("replacement"), 3))(
    "of $text would give another machine, or one that does not work",
    async ({ sample }) => {
      const { replaced, changed } = await touchedBy(sample.stack, [sample]);
      expect([...replaced, ...changed.filter((name) => name.endsWith("-vm"))]).not.toEqual([]);
    },
  );
});
