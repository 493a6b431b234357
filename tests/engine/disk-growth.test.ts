import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { further, rows } from "../support/further";
import { during, endRehearsal, problemsOf, rehearse, smallStack, stackOf } from "../support/rehearsal";

jest.setTimeout(240_000);

/** One control plane, and one worker that has a bigger disk of its own afterwards. */
const stacks = rows(
  { name: "rke2", text: smallStack() },
  { name: "kubeadm", text: stackOf("kubeadm-ha").replace(/^ +cp-[23]: .*\n/gm, "") },
  { name: "k3s", text: stackOf("k3s").replace(/^ +server-[23]: .*\n/gm, "") },
);

describe.each(stacks)("a worker of $name whose diskGiB was raised", ({ name, text }) => {
  let rehearsal: Rehearsal;
  beforeAll(async () => {
    rehearsal = await rehearse(`disk-growth-${name}`, text);
    expect(problemsOf(await rehearsal.up())).toEqual([]);
    rehearsal.editStack((now) => now.replace(/(worker-1: \{ role: worker,)/, "$1 diskGiB: 40,"));
  });
  afterAll(() => endRehearsal(rehearsal));

  const capacity = () => rehearsal.simulation.clusters.all()[0]?.nodes.get("worker-1")?.capacity.diskGiB;

  it("grows its partition, its file system and the node's storage while running", async () => {
    expect(capacity()).toBe(20);
    const up = await rehearsal.up("up-bigger");
    expect(problemsOf(up)).toEqual([]);
    expect(up.result.stdout).toMatch(/worker-1: \/ had \d+ MiB, now \d+ MiB/);
    expect(capacity()).toBe(40);
    expect(during(rehearsal, up).changes("worker-1")).not.toContain("starting");
    expect(rehearsal.invariants.findings().violations).toEqual([]);
  });
});

further(
  "Talos nodes whose diskGiB was raised are drained and restarted one after another, and have more storage",
  async () => {
    const rehearsal = await rehearse("disk-growth-talos", stackOf("talos").replace(/^ +ctrl-[23]: .*\n/gm, ""));
    const capacities = () =>
      [...(rehearsal.simulation.clusters.all()[0]?.nodes.values() ?? [])].map((node) => node.capacity.diskGiB);
    try {
      expect(problemsOf(await rehearsal.up())).toEqual([]);
      expect(capacities()).toEqual([20, 20, 20]);
      rehearsal.editStack((now) => now.replaceAll("diskGiB: 20", "diskGiB: 40"));
      const up = await rehearsal.up("up-bigger");
      expect(problemsOf(up)).toEqual([]);
      for (const node of ["ctrl-1", "work-1", "work-2"]) {
        expect(up.result.stdout).toMatch(new RegExp(`${node}: partitions had \\d+ MiB, now \\d+ MiB`));
        expect(during(rehearsal, up).changes(node)).toContain("booted");
      }
      expect(capacities()).toEqual([40, 40, 40]);
      expect(rehearsal.invariants.findings().violations).toEqual([]);
    } finally {
      await endRehearsal(rehearsal);
    }
  },
);
