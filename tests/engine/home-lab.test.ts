import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { further } from "../support/further";
import { during, endRehearsal, hasty, problemsOf, realStackOf, rehearse } from "../support/rehearsal";

jest.setTimeout(240_000);

// Tokens live a quarter of an hour by this clock: long enough for a busy machine to use them.
const latencies = { ...hasty, guestSecond: 40 };

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await rehearse("home-lab", realStackOf("home-lab"), [], { latencies });
});
afterAll(() => endRehearsal(rehearsal));

const nodes = () => [...(rehearsal.simulation.clusters.all()[0]?.nodes.values() ?? [])];
const vms = () => new Map(rehearsal.simulation.proxmox.host("pve").vms.map((vm) => [vm.name, vm]));

test("home-lab comes up as its owner runs it: Kubernetes 1.29 on VLAN 20, snippets on a separate storage", async () => {
  expect(problemsOf(await rehearsal.up())).toEqual([]);
  expect(nodes().map(({ name, version }) => `${name} ${version}`)).toEqual(
    expect.arrayContaining(["k8s-master-1 v1.29.15", "k8s-worker-2 v1.29.15", "k8s-worker-3 v1.29.15"]),
  );
  const { config } = vms().get("k8s-worker-2") ?? {};
  expect(config).toMatchObject({ cores: "2", memory: "4096" });
  expect(config?.["net0"]).toMatch(/bridge=vmbr200,.*tag=20/);
  expect(config?.["cicustom"]).toMatch(/k8s-snippets:snippets\/homelab\.home-lab\.302\.k8s-worker-2\./);
});

further("a worker is added and another one resized through their entries, and no other machine changes", async () => {
  rehearsal.editStack((text) =>
    text.replace(
      /^( +k8s-worker-3: .*) \}\n/m,
      "$1, memoryMiB: 5120 }\n    k8s-worker-4: { role: worker, vmId: 304, address: 10.0.20.14 }\n",
    ),
  );
  const phase = await rehearsal.up("change");
  expect(problemsOf(phase)).toEqual([]);
  const { touched, changes } = during(rehearsal, phase);
  expect(touched).toEqual(["k8s-worker-3", "k8s-worker-4"]);
  expect(changes("k8s-worker-3")).not.toContain("created");
  expect(nodes().find(({ name }) => name === "k8s-worker-3")?.capacity.memoryMiB).toBe(5120);
  expect(nodes()).toHaveLength(4);
});

test("destroy leaves nothing, and no invariant was violated on the way", async () => {
  expect(problemsOf(await rehearsal.destroy())).toEqual([]);
  expect(rehearsal.leftovers).toEqual([]);
  expect(rehearsal.invariants.findings().violations).toEqual([]);
});
