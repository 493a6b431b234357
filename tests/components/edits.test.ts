import type { AsgardSections } from "../support/asgard";
import type { Recording } from "../support/pulumi-mocks";
import { recordAsgard } from "../support/record-asgard";
import { orderOf } from "../support/recording";

/** Names of the resources whose inputs differ between two runs, or which only one of them has. */
function differences(before: Recording, after: Recording): string[] {
  const inputs = (recording: Recording) => new Map(recording.resources.map((r) => [r.urn, JSON.stringify(r.inputs)]));
  const [old, now] = [inputs(before), inputs(after)];
  const urns = [...new Set([...old.keys(), ...now.keys()])].filter((urn) => old.get(urn) !== now.get(urn));
  return urns.map((urn) => urn.split("::")[1] ?? urn).sort();
}

const machinesTouchedBy = async (edit: (sections: AsgardSections) => void) => {
  // asgard's threads are all promised; more machines need a word.
  const overcommitted: typeof edit = ({ proxmox }) => Object.assign(proxmox, { overcommit: { memory: 2, threads: 2 } });
  const names = differences(
    await recordAsgard(overcommitted),
    await recordAsgard((sections) => [overcommitted, edit].forEach((change) => change(sections))),
  );
  return [...new Set(names.flatMap((name) => /(master|worker)-\d/.exec(name)?.[0] ?? []))];
};

describe("an edit of one entry", () => {
  it("adds a worker and changes no other machine", async () => {
    const touched = await machinesTouchedBy(({ nodes }) => {
      nodes["valaskjalf-worker-4"] = { role: "worker", vmId: 1014, address: "10.10.10.114" };
    });
    expect(touched).toEqual(["worker-4"]);
  });

  it("adds two servers and changes no other machine", async () => {
    const touched = await machinesTouchedBy(({ nodes }) => {
      nodes["valaskjalf-master-4"] = {
        role: "control-plane",
        vmId: 1004,
        address: "10.10.10.104",
      };
      nodes["valaskjalf-master-5"] = {
        role: "control-plane",
        vmId: 1005,
        address: "10.10.10.105",
      };
    });
    expect(touched.sort()).toEqual(["master-4", "master-5"]);
  });

  it("removes a worker and changes no other machine", async () => {
    expect(await machinesTouchedBy(({ nodes }) => delete nodes["valaskjalf-worker-1"])).toEqual(["worker-1"]);
  });

  it("resizes a server and changes no other machine", async () => {
    const touched = await machinesTouchedBy(({ nodes }) => {
      Object.assign(nodes["valaskjalf-master-2"] ?? {}, { memoryMiB: 6144 });
    });
    expect(touched).toEqual(["master-2"]);
  });

  it("moves the GPU and changes only the two machines it moves between", async () => {
    const touched = await machinesTouchedBy(({ gpus }) =>
      Object.assign(gpus["rtx2080"] ?? {}, { node: "valaskjalf-worker-2" }),
    );
    expect(touched.sort()).toEqual(["worker-2", "worker-3"]);
  });

  it("raises one generation and changes only that machine", async () => {
    const touched = await machinesTouchedBy(({ nodes }) =>
      Object.assign(nodes["valaskjalf-master-1"] ?? {}, { generation: 1 }),
    );
    expect(touched).toEqual(["master-1"]);
  });

  it("marks a server as failed: a healthy one removes it, and no other machine changes", async () => {
    const edit = ({ nodes }: AsgardSections) => Object.assign(nodes["valaskjalf-master-1"] ?? {}, { failed: true });
    expect(await machinesTouchedBy(edit)).toEqual(["master-1"]);
    const join = (await recordAsgard(edit)).named("valaskjalf-master-1-join");
    expect(join.inputs).toMatchObject({ create: "remove_failed", delete: "remove_failed" });
    expect(orderOf(join).connection).toMatchObject({ host: "10.10.10.102" });
  });
});
