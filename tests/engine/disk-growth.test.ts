import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { during, endRehearsal, problemsOf, rehearse, smallStack, stackOf } from "../support/rehearsal";

jest.setTimeout(240_000);

/** One control plane, and one worker that has a bigger disk of its own afterwards. */
const stacks = [
  { name: "rke2", text: smallStack() },
  { name: "kubeadm", text: stackOf("kubeadm-ha").replace(/^ +cp-[23]: .*\n/gm, "") },
];

describe.each(stacks)("a worker of $name whose diskGiB was raised", ({ name, text }) => {
  let rehearsal: Rehearsal;
  beforeAll(async () => {
    rehearsal = await rehearse(`disk-growth-${name}`, text);
    expect(problemsOf(await rehearsal.up())).toEqual([]);
    rehearsal.editStack((now) => now.replace(/(worker-1: \{ role: worker,)/, "$1 diskGiB: 40,"));
  });
  afterAll(() => endRehearsal(rehearsal));

  const capacity = () => rehearsal.world.clusters.all()[0]?.nodes.get("worker-1")?.capacity.diskGiB;

  it("has its partition, its file system and the node's storage grown while it runs", async () => {
    expect(capacity()).toBe(20);
    const up = await rehearsal.up("up-bigger");
    expect(problemsOf(up)).toEqual([]);
    expect(up.result.stdout).toMatch(/worker-1: \/ had \d+ MiB, now \d+ MiB/);
    expect(capacity()).toBe(40);
    expect(during(rehearsal, up).changes("worker-1")).not.toContain("starting");
    expect(rehearsal.laws.verdict().broken).toEqual([]);
  });
});
