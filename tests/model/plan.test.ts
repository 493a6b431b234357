import fc from "fast-check";
import type { MachinePlan } from "../../model/cluster-plan";
import { plan } from "../../model/plan";
import { arbitraryNodes, stackOf } from "./arbitrary-stack";
import { asgard, configOf, fixtures, patched, type Raw, small } from "./stack-fixtures";

const planOf = (raw: Raw) => plan(configOf(raw), "test");
const valid = (name: string) =>
  planOf(
    fixtures("valid")
      .find((fixture) => fixture.name === name)
      ?.read() ?? {},
  );
const names = (machines: readonly MachinePlan[]) => machines.map((machine) => machine.name);
const find = (raw: Raw, name: string) => planOf(raw).machines.find((machine) => machine.name === name);

/** A machine without what says its place among the others. */
function itself({ cloneAfter: _lane, cardAfter: _card, controlPlaneIndex: _index, ...rest }: MachinePlan) {
  return rest;
}

describe("the plan of asgard", () => {
  it("says everything about the worker that holds the card", () => {
    expect(find(asgard(), "valaskjalf-worker-3")).toEqual({
      name: "valaskjalf-worker-3",
      vmId: 1013,
      host: "asgard",
      role: "worker",
      address: "10.10.10.113",
      prefixLength: 24,
      gateway: "10.10.10.1",
      dns: ["10.10.10.1"],
      bridge: "vmbr0",
      macAddress: "BC:24:11:61:F2:1E",
      cores: 3,
      memoryMiB: 12288,
      diskGiB: 100,
      storage: "local-zfs",
      machineType: "q35",
      firmware: "seabios",
      firstBoot: "cloud-init",
      gpu: {
        name: "rtx2080",
        host: "asgard",
        mapping: "rtx2080",
        path: "0000:01:00",
        deviceIds: ["10de:1e82", "10de:10f8", "10de:1ad8", "10de:1ad9"],
        iommuGroup: 1,
        subsystemId: "10de:12a5",
        manageMapping: true,
      },
      tags: ["gpu", "rke2", "valaskjalf", "worker"],
      labels: { "node-type": "worker", "nvidia.com/gpu.present": "true" },
      taints: [{ key: "nvidia.com/gpu", value: "true", effect: "PreferNoSchedule" }],
      generation: 0,
      startup: { order: 20, upDelaySeconds: 5, downDelaySeconds: 60 },
      description:
        "Worker of valaskjalf, kept by Pulumi: changes made by hand are undone.\nmanaged-by: homelab/valaskjalf/valaskjalf-worker-3",
      cloneAfter: "valaskjalf-worker-1",
      cardAfter: ["valaskjalf-worker-1", "valaskjalf-worker-2"],
    });
  });

  it("joins control planes by VM id, then workers", () => {
    const { machines } = planOf(asgard());
    expect(machines.map((machine) => machine.controlPlaneIndex)).toEqual([0, 1, 2, undefined, undefined, undefined]);
    expect(machines.map((machine) => machine.vmId)).toEqual([1001, 1002, 1003, 1011, 1012, 1013]);
  });

  it("sums up to 48 of 56 GiB, 15 of 15 threads and 454 GiB of disk", () => {
    expect(planOf(asgard()).sums).toEqual([
      {
        host: "asgard",
        memoryMiB: { used: 49152, available: 57344 },
        threads: { used: 15, available: 15 },
        storages: {
          "local-zfs": { usedGiB: 454, capacityGiB: 900 },
          local: { usedGiB: 0, capacityGiB: 90 },
        },
      },
    ]);
  });

  it("has one template, imported under a name Proxmox accepts and that changes with the image", () => {
    expect(planOf(asgard()).templates).toMatchObject([
      {
        vmId: 90001,
        host: "asgard",
        imageFileName: "ubuntu-24.04-server-cloudimg-amd64-2b5f90ffe818.qcow2",
        bridge: "vmbr0",
      },
    ]);
  });

  it("warns that its Kubernetes is past its end of life, and of nothing else", () => {
    expect(planOf(asgard()).warnings).toEqual([
      "Kubernetes 1.34 is past its end of life (2026-10-27): plan the upgrade to 1.35",
    ]);
  });

  it("moves the card by one line: the new holder waits for the old one", () => {
    const moved = planOf(patched(asgard(), { gpus: { rtx2080: { node: "valaskjalf-worker-1" } } }));
    const [one, three] = [moved.machines[3], moved.machines[5]];
    expect(one).toMatchObject({
      machineType: "q35",
      gpu: { name: "rtx2080" },
      tags: ["gpu", "rke2", "valaskjalf", "worker"],
    });
    expect(one?.cardAfter).toEqual(["valaskjalf-worker-2", "valaskjalf-worker-3"]);
    expect(three).toMatchObject({ machineType: "pc", tags: ["rke2", "valaskjalf", "worker"], taints: [] });
  });
});

describe("a plan", () => {
  it("takes the single control plane's address for the API where there is no VIP, and the tenth service address for DNS", () => {
    expect(planOf(small()).cluster).toMatchObject({ endpointAddress: "192.0.2.11", dnsServiceIp: "10.43.0.10" });
  });

  it("puts a template on every host that carries machines, each with its own id", () => {
    expect(valid("two-hosts").templates.map(({ host, vmId }) => [host, vmId])).toEqual([
      ["east", 9000],
      ["west", 9001],
    ]);
  });

  it("lets a node's entry win over its pool, and adds labels", () => {
    const west = valid("two-hosts").machines.find(({ name }) => name === "work-3");
    expect(west).toMatchObject({ cores: 2, memoryMiB: 8192, labels: { zone: "west" }, vlan: 20, generation: 2 });
  });

  it("writes a MAC address in capitals, as Proxmox does", () => {
    expect(valid("two-hosts").machines.find(({ name }) => name === "work-1")?.macAddress).toBe("BC:24:11:00:00:01");
  });

  it("clones one worker at a time on each storage when it may clone only one", () => {
    const after = valid("two-hosts").machines.map(({ name, cloneAfter }) => [name, cloneAfter]);
    expect(after.slice(3)).toEqual([
      ["work-1", undefined],
      ["work-2", "work-1"],
      ["work-3", undefined],
    ]);
  });

  it("multiplies what a host may promise by the overcommit, and warns of it", () => {
    const { sums, warnings } = valid("overcommitted");
    expect(sums[0]?.memoryMiB.available).toBe(46080);
    expect(sums[0]?.storages["local-zfs"]?.capacityGiB).toBe(600);
    expect(warnings.filter((warning) => warning.includes("promised"))).toHaveLength(3);
  });

  it("warns of a card on a control plane and of a single control plane", () => {
    expect(valid("gpu-on-the-control-plane").warnings).toEqual([
      "master is a control plane and holds card: GPU pods would run beside etcd",
      "master is the only control plane: while it is down there is no API, and its disk holds the only etcd",
    ]);
  });

  it("is the same for the same configuration, in whatever order its nodes are written", () => {
    fc.assert(
      fc.property(arbitraryNodes, (nodes) => {
        expect(planOf(stackOf([...nodes].reverse()))).toEqual(planOf(stackOf(nodes)));
      }),
    );
  });

  it("gives every machine a name, id, address and MAC address of its own", () => {
    fc.assert(
      fc.property(arbitraryNodes, (nodes) => {
        const { machines } = planOf(stackOf(nodes));
        const distinct = (key: "name" | "vmId" | "address" | "macAddress") =>
          new Set(machines.map((machine) => machine[key])).size;
        expect([distinct("name"), distinct("vmId"), distinct("address"), distinct("macAddress")]).toEqual(
          Array(4).fill(nodes.length),
        );
      }),
    );
  });

  it("changes nothing about the other machines when a worker is added or removed", () => {
    fc.assert(
      fc.property(arbitraryNodes, (nodes) => {
        const gone = nodes.find(({ role }) => role === "worker");
        const fewer = nodes.filter((node) => node !== gone);
        const before = planOf(stackOf(nodes)).machines.filter(({ name }) => name !== gone?.name);
        expect(planOf(stackOf(fewer)).machines.map(itself)).toEqual(before.map(itself));
      }),
    );
  });

  it("never reorders the others when two control planes are added", () => {
    const more = [
      { name: "added-1", role: "control-plane" as const, vmId: 950_001, slot: 61_001, cores: 1 },
      { name: "added-2", role: "control-plane" as const, vmId: 99_999_999, slot: 61_002, cores: 1 },
    ];
    fc.assert(
      fc.property(arbitraryNodes, (nodes) => {
        const after = planOf(stackOf([...more, ...nodes])).machines.filter(({ name }) => !name.startsWith("added-"));
        expect(after.map(itself)).toEqual(planOf(stackOf(nodes)).machines.map(itself));
      }),
    );
  });

  it("changes only the machine whose entry is resized", () => {
    fc.assert(
      fc.property(arbitraryNodes, (nodes) => {
        const [resized, ...others] = nodes.map((node, index) =>
          index === 0 ? { ...node, cores: node.cores + 1 } : node,
        );
        const before = planOf(stackOf(nodes)).machines;
        const after = resized ? planOf(stackOf([resized, ...others])).machines : [];
        expect(names(after.filter((machine, index) => machine.cores !== before[index]?.cores))).toEqual([
          resized?.name,
        ]);
        expect(after.map((machine) => ({ ...machine, cores: 0 }))).toEqual(
          before.map((machine) => ({ ...machine, cores: 0 })),
        );
      }),
    );
  });

  it("never clones more than cloneConcurrency machines of a storage at once, and every worker in some lane", () => {
    fc.assert(
      fc.property(arbitraryNodes, fc.integer({ min: 1, max: 6 }), (nodes, cloneConcurrency) => {
        const { machines } = planOf(stackOf(nodes, { proxmox: { cloneConcurrency } }));
        const workers = machines.filter(({ role }) => role === "worker");
        const starts = workers.filter(({ cloneAfter }) => cloneAfter === undefined);
        const before = workers.flatMap(({ cloneAfter }) => cloneAfter ?? []);
        expect(starts.length).toBe(Math.min(workers.length, Math.max(1, cloneConcurrency - 1)));
        expect(new Set(before).size).toBe(before.length);
      }),
    );
  });
});
