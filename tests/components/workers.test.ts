import { join } from "node:path";
import type { LastRun } from "../../stack/last-run";
import { loadStackFile } from "../../stack/load-stack-file";
import type { AsgardSections } from "../support/asgard";
import type { Recording, Registered } from "../support/pulumi-mocks";
import { recordAsgard } from "../support/record-asgard";
import { orderOf } from "../support/recording";
import { recordStack } from "../support/record-stack";

const there = (...names: readonly string[]): LastRun["nodes"] =>
  Object.fromEntries(names.map((name, index) => [name, { address: `10.10.10.11${index + 1}`, role: "worker" }]));
const workers = ["valaskjalf-worker-1", "valaskjalf-worker-2", "valaskjalf-worker-3"];

const dependsOn = (resource: Registered, name: string) =>
  resource.options.dependsOn.some((urn) => urn.endsWith(`::${name}`));
const depends = (recording: Recording, name: string, on: string) => dependsOn(recording.named(name), on);

describe("existing workers", () => {
  let asgard: Recording;
  beforeAll(async () => {
    asgard = await recordAsgard(() => {}, { nodes: there(...workers) });
  });

  it.each(workers)(
    "%s is drained by a control plane before its machine changes, and uncordoned afterwards",
    (worker) => {
      const drain = asgard.named(`${worker}-drain`);
      expect(drain.inputs).toMatchObject({ update: "drain_worker" });
      expect(orderOf(drain).connection).toMatchObject({ host: "10.10.10.101" });
      expect(drain.inputs).not.toHaveProperty("create");
      expect(drain.inputs["triggers"]).toEqual([]);
      expect(depends(asgard, `${worker}-vm`, `${worker}-drain`)).toBe(true);
      const { stdin } = asgard.named(`${worker}-node`).options.propertyDependencies;
      expect(stdin).toContainEqual(expect.stringContaining(`${worker}-drain`));
    },
  );

  it("change one after another, behind every control plane", () => {
    for (const [before, next] of [
      ["valaskjalf-master-3-join", "valaskjalf-worker-1"],
      ["valaskjalf-worker-1-node", "valaskjalf-worker-2"],
      ["valaskjalf-worker-2-node", "valaskjalf-worker-3"],
    ] as const)
      expect(depends(asgard, `${next}-drain`, before)).toBe(true);
  });

  it("do not wait for a new one, and it waits for none of them", async () => {
    const known = workers.filter((name) => name !== "valaskjalf-worker-2");
    const nodes = { ...there(...workers) };
    const recording = await recordAsgard(() => {}, {
      nodes: Object.fromEntries(known.map((name) => [name, nodes[name] ?? { address: "", role: "" }])),
    });
    expect(depends(recording, "valaskjalf-worker-3-drain", "valaskjalf-worker-1-node")).toBe(true);
    expect(depends(recording, "valaskjalf-worker-3-drain", "valaskjalf-worker-2-node")).toBe(false);
    const { dependsOn: urns } = recording.named("valaskjalf-worker-2-vm").options;
    expect(urns.filter((urn) => /-(drain|join|node)$/.test(urn))).toEqual([]);
  });

  it("are the same resources as on the first run", async () => {
    const first = await recordAsgard();
    const inputs = ({ resources }: Recording) =>
      Object.fromEntries(resources.map((resource) => [resource.urn, JSON.stringify(resource.inputs)]));
    expect(inputs(asgard)).toEqual(inputs(first));
  });
});

describe("a worker's drain", () => {
  const text = ({ resources }: Recording, name: string) =>
    JSON.stringify(resources.find((resource) => resource.name === name)?.inputs);

  async function touched(edit: (sections: AsgardSections) => void): Promise<string[]> {
    const [before, after] = [await recordAsgard(), await recordAsgard(edit)];
    const names = workers.map((name) => `${name}-drain`);
    return names.filter((name) => text(before, name) !== text(after, name));
  }
  const inWorker2 =
    (change: object) =>
    ({ nodes }: AsgardSections) =>
      Object.assign(nodes["valaskjalf-worker-2"] ?? {}, change);

  it.each([{ cores: 2 }, { memoryMiB: 8192 }])("happens with an edit that restarts the machine: %j", async (change) => {
    expect(await touched(inWorker2(change))).toEqual(["valaskjalf-worker-2-drain"]);
  });

  it("happens for both machines that a GPU moves between", async () => {
    const edit = ({ gpus }: AsgardSections) => Object.assign(gpus["rtx2080"] ?? {}, { node: "valaskjalf-worker-2" });
    expect(await touched(edit)).toEqual(["valaskjalf-worker-2-drain", "valaskjalf-worker-3-drain"]);
  });

  it.each([{ diskGiB: 120 }, { generation: 1 }, { labels: { disk: "fast" } }, { tags: ["more"] }])(
    "does not happen with an edit that does not: %j",
    async (change) => {
      expect(await touched(inWorker2(change))).toEqual([]);
    },
  );
});

describe("every distribution", () => {
  const root = join(__dirname, "../..");

  it.each([
    { file: "tests/engine/stacks/Pulumi.kubeadm-ha.yaml", worker: "highly-worker-1", giver: "highly-worker-1-node" },
    { file: "Pulumi.pc-tips.yaml", worker: "pc-tips-work-01", giver: "pc-tips-work-01-join" },
  ])("drains its workers before they restart: $file", async ({ file, worker, giver }) => {
    const { raw } = loadStackFile(join(root, file));
    const nodes = raw["nodes"] as LastRun["nodes"];
    const { recording } = await recordStack("any", raw, { nodes });
    expect(depends(recording, `${worker}-vm`, `${worker}-drain`)).toBe(true);
    const { stdin } = recording.named(giver).options.propertyDependencies;
    expect(stdin).toContainEqual(expect.stringContaining(`${worker}-drain`));
  });
});
