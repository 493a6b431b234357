import fc from "fast-check";
import type { NodePlan } from "../../model/cluster-plan";
import { plan } from "../../stack/plan";
import { arbitraryNodes, stackOf } from "./arbitrary-stack";
import { configOf, type Raw } from "./stack-fixtures";

const planOf = (raw: Raw) => plan(configOf(raw), "test");
const names = (nodes: readonly NodePlan[]) => nodes.map((node) => node.name);

/** A machine without what says its place among the others. */
function itself({ cloneAfter: _lane, gpuAfter: _card, controlPlaneIndex: _index, ...rest }: NodePlan) {
  return rest;
}

describe("a plan", () => {
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
        const planned = planOf(stackOf(nodes)).nodes;
        const distinct = (key: "name" | "vmId" | "address" | "macAddress") =>
          new Set(planned.map((node) => node[key])).size;
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
        const before = planOf(stackOf(nodes)).nodes.filter(({ name }) => name !== gone?.name);
        expect(planOf(stackOf(fewer)).nodes.map(itself)).toEqual(before.map(itself));
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
        const after = planOf(stackOf([...more, ...nodes])).nodes.filter(({ name }) => !name.startsWith("added-"));
        expect(after.map(itself)).toEqual(planOf(stackOf(nodes)).nodes.map(itself));
      }),
    );
  });

  it("changes only the machine whose entry is resized", () => {
    fc.assert(
      fc.property(arbitraryNodes, (nodes) => {
        const [resized, ...others] = nodes.map((node, index) =>
          index === 0 ? { ...node, cores: node.cores + 1 } : node,
        );
        const before = planOf(stackOf(nodes)).nodes;
        const after = resized ? planOf(stackOf([resized, ...others])).nodes : [];
        expect(names(after.filter((node, index) => node.cores !== before[index]?.cores))).toEqual([resized?.name]);
        expect(after.map((node) => ({ ...node, cores: 0 }))).toEqual(before.map((node) => ({ ...node, cores: 0 })));
      }),
    );
  });

  it("never clones more than cloneConcurrency machines per storage at once, the first control plane alone, and every other in a lane", () => {
    fc.assert(
      fc.property(arbitraryNodes, fc.integer({ min: 1, max: 6 }), (nodes, cloneConcurrency) => {
        const [first, ...others] = planOf(stackOf(nodes, { proxmox: { cloneConcurrency } })).nodes;
        expect(first?.cloneAfter).toBeUndefined();
        const after = others.map(({ cloneAfter }) => cloneAfter);
        expect(after.filter((name) => name === first?.name)).toHaveLength(Math.min(others.length, cloneConcurrency));
        const lanes = after.filter((name) => name !== first?.name);
        expect(new Set(lanes).size).toBe(lanes.length);
        expect(names(others)).toEqual(expect.arrayContaining(lanes));
      }),
    );
  });
});
