import { withObjectsInBetween } from "../../../scripts/recover/objects-in-between";
import type { PendingOperation, StackState } from "../../../scripts/recover/stack-state";

const quota = {
  urn: "urn:quota",
  type: "kubernetes:core/v1:ResourceQuota",
  inputs: { metadata: { name: "tier-quota", namespace: "immich" } },
};
const empty: StackState = { version: 3, deployment: { resources: [] } };
const creating = (resource: PendingOperation["resource"]): PendingOperation => ({ resource, type: "creating" });

it("an object whose creation was interrupted is put into the state for the refresh to check", () => {
  const namespace = { urn: "urn:ns", type: "kubernetes:core/v1:Namespace", inputs: { metadata: { name: "immich" } } };
  const { deployment } = withObjectsInBetween(empty, [creating(quota), creating(namespace)]);
  expect(deployment.resources).toEqual([
    { ...quota, id: "immich/tier-quota", outputs: quota.inputs },
    { ...namespace, id: "immich", outputs: namespace.inputs },
  ]);
});

it("nothing else is put into it: no other provider's resource, no existing one, no changed one", () => {
  const vm = { urn: "urn:vm", type: "proxmoxve:index/vmLegacy:VmLegacy", inputs: {} };
  const there: StackState = { version: 3, deployment: { resources: [{ ...quota, id: "immich/tier-quota" }] } };
  expect(withObjectsInBetween(empty, [creating(vm), { resource: quota, type: "updating" }])).toEqual(empty);
  expect(withObjectsInBetween(there, [creating(quota)])).toEqual(there);
});
