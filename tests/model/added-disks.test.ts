import { addedDiskIssues, addedDisks } from "../../stack/added-disks";
import { formatIssue } from "../../model/errors";
import { haNotices } from "../../stack/ha-notices";
import type { Guest } from "../../model/inventory";
import type { LastRun } from "../../stack/last-run";
import { asgardPlan, inNode, withoutNodes } from "../support/plans";

const plan = asgardPlan();
const node = plan.nodes.find(({ role }) => role === "worker");
if (!node) throw new Error("asgard has workers");
const { name, vmId, host, address } = node;

const guest: Guest = { vmId, name, host, type: "qemu", status: "running", isTemplate: false };
const added: Guest = { ...guest, addedDisks: [`scsi2 (local-zfs:vm-${vmId}-disk-1)`] };
const lastRun = {
  nodes: { [name]: { address, role: "worker", vmId } },
  configuration: { nodes: { [name]: { generation: 0 } } },
} as unknown as LastRun;
const issues = (after = plan, guests: readonly Guest[] = [added]) =>
  addedDiskIssues(after, guests, lastRun).map(formatIssue);

test.each<[option: string, value: string, isAdded: boolean]>([
  ["scsi2", "local-zfs:vm-111-disk-1,size=4G", true],
  ["virtio1", "local:111/vm-111-disk-1.raw,size=4G", true],
  ["unused0", "local-zfs:vm-111-disk-2", true],
  ["virtio0", "local-zfs:vm-111-disk-0,size=4G", false],
  ["efidisk0", "local-zfs:vm-111-disk-3", false],
  ["scsi30", "local-zfs:vm-111-cloudinit,media=cdrom", false],
  ["ide3", "none,media=cdrom", false],
  ["scsi1", "local-zfs:vm-9999-pvc-1,backup=0", false],
  ["scsi1", "local-zfs:vm-1110-disk-0", false],
  ["description", "local-zfs:vm-111-disk-1", false],
])("%s %s is a disk added by somebody else: %s", (option, value, isAdded) => {
  expect(addedDisks(111, { [option]: value })).toHaveLength(isAdded ? 1 : 0);
});

test("removing or replacing a machine is refused while it has one", () => {
  expect(issues(asgardPlan(withoutNodes(name)))).toEqual([
    `nodes.${name}: would be deleted together with a disk that this program did not create, got scsi2 (local-zfs:vm-${vmId}-disk-1) of VM ${vmId}, ` +
      `must be a VM without other disks; move it to another VM first: qm disk reassign ${vmId} <disk> ` +
      "--target-vmid <other VM>; or detach and remove it yourself",
  ]);
  expect(issues(asgardPlan(inNode(name, { generation: 1 })))).toHaveLength(1);
});

test.each([
  { source: "image", isRefused: true },
  { source: "none", isRefused: true },
  { source: { iso: "local:iso/debian.iso" }, isRefused: true },
  { source: { clone: 700 }, isRefused: false },
  { source: "none", adopt: true, isRefused: false },
])("removing a VM outside the cluster with one is refused if the program created its disks: %j", (how) => {
  const nas = { vmId: 700, name: "nas", host, type: "qemu", status: "running", isTemplate: false } as const;
  const before = { vms: { nas: 700 }, nodes: {}, configuration: { nodes: {}, vms: { nas: how } } };
  const found = addedDiskIssues(
    plan,
    [{ ...nas, addedDisks: ["scsi1 (local-zfs:vm-700-disk-1)"] }],
    before as unknown as LastRun,
  );
  expect(found.map(({ path }) => path)).toEqual(how.isRefused ? ["vms.nas"] : []);
});

test("keeping a machine, or removing one without such a disk, is not", () => {
  expect(issues()).toEqual([]);
  expect(issues(asgardPlan(withoutNodes(name)), [guest])).toEqual([]);
  expect(issues(asgardPlan(withoutNodes(name)), [{ ...added, name: "nas" }])).toEqual([]);
});

test("a machine under HA is reported as such, with the way out of HA's error state", () => {
  expect(haNotices(plan, [guest])).toEqual([]);
  expect(haNotices(plan, [{ ...guest, haState: "started" }])).toEqual([
    expect.stringContaining(`nodes.${name}: ${name} is under Proxmox HA (started)`),
  ]);
  expect(haNotices(plan, [{ ...guest, haState: "error" }])).toEqual([
    expect.stringContaining(`ha-manager set vm:${vmId} --state disabled`),
  ]);
});
