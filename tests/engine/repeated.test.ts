import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setUpTools } from "../../scripts/toolchain-setup";
import { further } from "../support/further";
import { smallStack } from "../support/rehearsal";
import { cloneInto } from "../support/user-checkout";

jest.setTimeout(400_000);

/** What the program once was: whether Proxmox puts the CD drive into the stored boot order was left to a Perl hash, and minded. */
const FLAWS = [
  ["components/vm-inputs.ts", 'bootOrders: ["virtio0", emptyDrive.interface]', 'bootOrders: ["virtio0"]'],
  ["components/virtual-machine.ts", '"initialization", "bootOrders", "disks"', '"initialization", "disks"'],
] as const;
/** Seeds that are tried for both outcomes; each machine that is made decides by itself. */
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

let folder: string;
let checkout: string;
beforeAll(async () => {
  await setUpTools();
  folder = mkdtempSync(join(tmpdir(), "homelab-flawed-"));
  checkout = join(folder, "checkout");
  cloneInto(checkout);
  for (const [file, right, wrong] of FLAWS) {
    const text = readFileSync(join(checkout, file), "utf8");
    expect(text).toContain(right);
    writeFileSync(join(checkout, file), text.replace(right, wrong));
  }
  writeFileSync(join(checkout, "Pulumi.small.yaml"), smallStack());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly status: number | null;
  /** What it says was wrong. */
  readonly wrong: readonly string[];
  readonly lastLine: string;
}

/** `npm start` in that checkout. */
function rehearse(...flags: readonly string[]): Run {
  const args = [join(checkout, "scripts", "run.mjs"), "rehearse", "small", ...flags];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: checkout, encoding: "utf8" });
  const lines = stdout.trimEnd().split("\n");
  return { status, wrong: lines.filter((line) => line.startsWith("wrong: ")), lastLine: lines.at(-1) ?? "" };
}

further(
  "a rehearsal that fails by chance fails alike with the seed that it names, and passes under another",
  async () => {
    const runs: Run[] = [];
    const ended = (status: number) => runs.find((run) => run.status === status);
    for (const seed of SEEDS) {
      if (ended(0) && ended(1)) break;
      runs.push(rehearse("--seed", String(seed)));
    }
    expect(ended(0)?.wrong).toEqual([]);
    const failed = ended(1);
    expect(failed?.wrong.join()).toMatch(/^wrong: the second preview wants to update small-\S+-vm \(bootOrders\)/);
    const [, seed = ""] = /^Seed \d+: run the same command with --seed (\d+)/.exec(failed?.lastLine ?? "") ?? [];
    expect(rehearse("--seed", seed)).toEqual(failed);
  },
);
