import { clonedBefore } from "../../stack/clone-lanes";
import { plan } from "../../stack/plan";
import { configOf, fixtures, type Raw, small } from "./stack-fixtures";

const planOf = (raw: Raw) => plan(configOf(raw), "test");
const valid = (name: string) =>
  planOf(
    fixtures("valid")
      .find((fixture) => fixture.name === name)
      ?.read() ?? {},
  );

describe("a plan", () => {
  it("uses the single control plane's address for the API where there is no VIP, and the tenth service address for DNS", () => {
    expect(planOf(small()).cluster).toMatchObject({ endpointAddress: "192.0.2.11", dnsServiceIp: "10.43.0.10" });
  });

  it("puts a template on every host with machines, each with its own id", () => {
    expect(valid("two-hosts").templates.map(({ host, vmId }) => [host, vmId])).toEqual([
      ["east", 9000],
      ["west", 9001],
    ]);
  });

  it("lets a node's entry override its pool, and merges labels", () => {
    const west = valid("two-hosts").nodes.find(({ name }) => name === "work-3");
    expect(west).toMatchObject({ cores: 2, memoryMiB: 8192, labels: { zone: "west" }, vlan: 20, generation: 2 });
  });

  it("writes a MAC address in upper case, as Proxmox does", () => {
    expect(valid("two-hosts").nodes.find(({ name }) => name === "work-1")?.macAddress).toBe("BC:24:11:00:00:01");
  });

  it("clones one machine at a time on each storage if cloneConcurrency is one", () => {
    const after = valid("two-hosts").nodes.map(({ name, host, cloneAfter }) => [name, host, cloneAfter]);
    expect(after).toEqual([
      ["east-1", "east", undefined],
      ["east-2", "east", "east-1"],
      ["west-1", "west", undefined],
      ["work-1", "east", "east-2"],
      ["work-2", "east", "work-1"],
      ["work-3", "west", "west-1"],
    ]);
  });

  it("makes a new machine wait for the nearest new one in its lane", () => {
    const { nodes } = valid("two-hosts");
    const afterRunWith = (...names: readonly string[]) => {
      const there = nodes.filter(({ name }) => names.includes(name));
      const lastRun = { nodes: Object.fromEntries(there.map(({ name, ...node }) => [name, node])) };
      return nodes.map((node) => clonedBefore(node, nodes, lastRun)?.name);
    };
    expect(afterRunWith()).toEqual(nodes.map(({ cloneAfter }) => cloneAfter));
    const [first, work1] = ["east-1", "work-1"];
    expect(afterRunWith("east-2", "work-1")).toEqual([undefined, first, undefined, first, first, "west-1"]);
    expect(afterRunWith(first, "east-2", "west-1")).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      work1,
      undefined,
    ]);
  });

  it("multiplies a host's capacity by the overcommit, and warns about it", () => {
    const { sums, warnings } = valid("overcommitted");
    expect(sums[0]?.memoryMiB.available).toBe(46080);
    expect(sums[0]?.storages["local-zfs"]?.capacityGiB).toBe(600);
    expect(warnings.filter((warning) => warning.includes("overcommitted"))).toHaveLength(3);
  });

  it("warns about a GPU on a control plane and about a single control plane", () => {
    expect(valid("gpu-on-the-control-plane").warnings).toEqual([
      "master is a control plane and has rtx: GPU pods would run next to etcd",
      "master is the only control plane: while it is down there is no API, and its disk has the only copy of etcd",
    ]);
  });
});
