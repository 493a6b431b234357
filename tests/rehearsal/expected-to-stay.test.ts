import { join } from "node:path";
import { loadStackFile } from "../../stack/load-stack-file";
import { plan } from "../../stack/plan";
import { isExpectedToStay } from "../../rehearsal/expected-to-stay";
import { configOf, patched, type Raw } from "../model/stack-fixtures";

const planOf = (patch: Raw = {}) =>
  plan(configOf(patched(loadStackFile(join(__dirname, "../../Pulumi.r730.yaml")).raw, patch)), "r730");

const left = [
  "VM 101 (pfsense) on pve",
  "disk ssd:vm-101-disk-0 on pve",
  "network interface vmbr1 on pve",
  "VM 220 (docker-registry) on pve",
  "disk ssd:vm-220-disk-0 on pve",
  "snippet local:snippets/homelab.k8s.220.docker-registry.0123456789ab.vendor.yaml on pve",
  "VM 2000 (ubuntu-noble-k8s) on pve",
  "disk local-lvm:base-2000-disk-0 on pve",
  `image local:import/homelab.k8s.0123456789ab.${planOf().templates[0]?.imageName} on pve`,
  "VM 201 (k8s-node1) on pve",
  "disk ssd:vm-2200-disk-0 on pve",
];

test("a protected machine stays with its disks and its bridge, and nothing else does", () => {
  expect(left.filter((item) => isExpectedToStay(item, planOf()))).toEqual(left.slice(0, 3));
});

test("a protected clone of the image keeps its document, its template and the image", () => {
  const keeping = planOf({ vms: { "docker-registry": { protect: true } } });
  expect(left.filter((item) => isExpectedToStay(item, keeping))).toEqual(left.slice(0, 9));
});
