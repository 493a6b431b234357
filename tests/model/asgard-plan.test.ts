import { plan } from "../../stack/plan";
import { asgard, configOf, patched, type Raw } from "./stack-fixtures";

const planOf = (raw: Raw) => plan(configOf(raw), "test");

describe("the plan of asgard", () => {
  it("says everything about the worker that holds the GPU", () => {
    expect(planOf(asgard()).nodes.find(({ name }) => name === "valaskjalf-worker-3")).toEqual({
      name: "valaskjalf-worker-3",
      vmId: 1013,
      host: "asgard",
      role: "worker",
      address: "10.10.10.113",
      prefixLength: 24,
      gateway: "10.10.10.1",
      dns: ["10.10.10.1"],
      searchDomain: "valaskjalf.internal",
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
      cloneAfter: "valaskjalf-master-3",
      gpuAfter: ["valaskjalf-worker-1", "valaskjalf-worker-2"],
    });
  });

  it("joins control planes by VM id, then workers", () => {
    const { nodes } = planOf(asgard());
    expect(nodes.map((node) => node.controlPlaneIndex)).toEqual([0, 1, 2, undefined, undefined, undefined]);
    expect(nodes.map((node) => node.vmId)).toEqual([1001, 1002, 1003, 1011, 1012, 1013]);
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

  it("has one template, imported under a name that Proxmox accepts and that changes with the image", () => {
    expect(planOf(asgard()).templates).toMatchObject([
      {
        vmId: 90001,
        host: "asgard",
        imageName: "ubuntu-24.04-server-cloudimg-amd64-2b5f90ffe818.qcow2",
        bridge: "vmbr0",
      },
    ]);
  });

  it("warns that its Kubernetes is past its end of life, and of a limit larger than its nodes, and of nothing else", () => {
    expect(planOf(asgard()).warnings).toEqual([
      "Kubernetes 1.34 is past its end of life (2026-10-27): plan the upgrade to 1.35",
      "platform.tiers.2-gpu.container.maxMemoryMiB lets a container ask for 16 GiB, and the largest node has 11.2 GiB for pods: " +
        "one that does stays Pending for good",
    ]);
  });

  it("moves the GPU by one line: the new holder waits for the old one", () => {
    const moved = planOf(patched(asgard(), { gpus: { rtx2080: { node: "valaskjalf-worker-1" } } }));
    const [one, three] = [moved.nodes[3], moved.nodes[5]];
    expect(one).toMatchObject({
      machineType: "q35",
      gpu: { name: "rtx2080" },
      tags: ["gpu", "rke2", "valaskjalf", "worker"],
    });
    expect(one?.gpuAfter).toEqual(["valaskjalf-worker-2", "valaskjalf-worker-3"]);
    expect(three).toMatchObject({ machineType: "pc", tags: ["rke2", "valaskjalf", "worker"], taints: [] });
  });
});
