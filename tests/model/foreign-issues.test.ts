import { formatIssue } from "../../model/errors";
import { foreignIssues, type Known } from "../../stack/foreign-issues";
import type { Guest, Inventory } from "../../model/inventory";
import { inStateOf, NOTHING_IN_STATE } from "../../model/in-state";
import { asgardPlan, withoutNodes } from "../support/plans";

const plan = asgardPlan();
const [template] = plan.templates;
const node = plan.nodes.find(({ role }) => role === "worker");
if (!template || !node) throw new Error("asgard has a template and machines");
const mark = (thing: string, cluster = plan.cluster.name) => `Kept by Pulumi.\nmanaged-by: homelab/${cluster}/${thing}`;

const nas: Guest = {
  vmId: node.vmId,
  type: "qemu",
  name: "nas",
  host: "pve2",
  status: "running",
  isTemplate: false,
};

function issuesWith(
  found: Partial<Inventory>,
  guests: Known["guests"] = new Map(),
  of = plan,
  more: Partial<Known> = {},
) {
  const inventory = { guests: [], interfaces: [], mappings: [], ...found };
  return foreignIssues(of, inventory, { guests, ...more }).map(formatIssue);
}
const withGuest = (guest: Partial<Guest>, known?: Known["guests"]) =>
  issuesWith({ guests: [{ ...nas, ...guest }] }, known);

describe("a guest with an id of the plan", () => {
  it("is refused with its id, name and host, and what to do", () => {
    expect(withGuest({})).toEqual([
      `nodes.${node.name}.vmId: belongs to somebody else, got ${node.vmId} (VM "nas" on pve2, running), ` +
        `must be a free id, e.g. ${freeAfter(node.vmId)}; choose another id, or take the VM over with an ` +
        "entry in vms with adopt: true; if it does belong to this stack, put the line " +
        `"managed-by: homelab/${plan.cluster.name}/${node.name}" back into its notes`,
    ]);
  });

  it.each<[string, Partial<Guest>]>([
    ["a container", { type: "lxc" }],
    ["one of another cluster", { description: mark(node.name, "other") }],
    ["one of a cluster whose name begins alike", { description: mark(node.name, `${plan.cluster.name}2`) }],
    ["one that bears the planned name", { name: node.name }],
    ["a template", { isTemplate: true, status: "stopped" }],
    ["one that is being made", { lock: "clone" }],
    ["a container with our mark", { type: "lxc", description: mark(node.name) }],
  ])("is foreign when it is %s", (_what, guest) => {
    expect(withGuest(guest)).toEqual([expect.stringContaining("belongs to somebody else")]);
  });

  it("is the stack's own if marked, whatever its name", () => {
    expect(withGuest({ description: mark("former-name") })).toEqual([]);
    expect(withGuest({ vmId: template.vmId, description: mark(`template/${template.name}`) })).toEqual([]);
  });

  it("is the stack's own if only its notes were rewritten, but not if somebody recreated it", () => {
    const known = new Map([[node.vmId, node.name]]);
    expect(withGuest({ name: node.name, description: "do not touch" }, known)).toEqual([]);
    expect(withGuest({}, known)).toEqual([expect.stringContaining("belongs to somebody else")]);
    expect(withGuest({ name: node.name, description: mark(node.name, "other") }, known)).toHaveLength(1);
  });

  it("is reported for the template too", () => {
    expect(withGuest({ vmId: template.vmId, type: "lxc" })).toEqual([
      expect.stringMatching(/^template.vmId: .* \(CT "nas" on pve2, running\)/),
    ]);
  });

  it("is no obstacle with any other id", () => expect(withGuest({ vmId: 77_777 })).toEqual([]));
});

test("removing a machine does not delete a foreign guest that has its id now", () => {
  const smaller = asgardPlan(withoutNodes(node.name));
  const known = new Map([[node.vmId, node.name]]);
  const issues = (guest: Partial<Guest>) => issuesWith({ guests: [{ ...nas, ...guest }] }, known, smaller);
  expect(issues({})).toEqual([expect.stringContaining("would be deleted, but its id now belongs to somebody else")]);
  expect(issues({ name: node.name })).toEqual([]);
  expect(issues({ description: mark("former-name") })).toEqual([]);
});

test("mappings that the plan creates must be its own or absent", () => {
  const [gpu] = plan.gpus;
  if (!gpu) throw new Error("asgard has a GPU");
  const mapped = (comment?: string) =>
    issuesWith({ mappings: [{ name: gpu.mapping, ...(comment !== undefined && { comment }) }] });
  expect(mapped(mark(`gpu/${gpu.name}`))).toEqual([]);
  expect(mapped("for the desktop")).toEqual([
    expect.stringMatching(
      /^gpus\..*\.mapping: belongs to somebody else, .*\(comment "for the desktop"\), .* manageMapping: false/,
    ),
  ]);
  expect(mapped()).toHaveLength(1);
});

function freeAfter(id: number): number {
  const taken = new Set([...plan.nodes, ...plan.templates, ...plan.vms].map(({ vmId }) => vmId));
  while (taken.has(id)) id++;
  return id;
}

describe("what has our mark but is not in the state", () => {
  const ours = { ...nas, name: node.name, description: mark(node.name) };
  const issues = (guests: readonly number[]) =>
    issuesWith({ guests: [ours] }, new Map(), plan, { inState: { ...NOTHING_IN_STATE, guests } });

  it("is refused: another stack's with a cluster of the same name, or a killed run's", () => {
    expect(issues([])).toEqual([
      expect.stringMatching(
        `^nodes.${node.name}.vmId: carries this cluster's marker, but is not in this stack's state, got ${node.vmId} .*npm run up -- `,
      ),
    ]);
    expect(issues([node.vmId])).toEqual([]);
  });
});

describe("a bridge or a mapping that leaves the stack", () => {
  const inState = {
    ...NOTHING_IN_STATE,
    bridges: [{ host: template.host, name: "vmbr7" }],
    mappings: ["old"],
  };
  const issues = (comment: string) =>
    issuesWith(
      { interfaces: [{ name: "vmbr7", host: template.host, comment }], mappings: [{ name: "old", comment }] },
      new Map(),
      plan,
      { inState },
    );

  it("is not deleted if its name is used by somebody else now", () => {
    expect(issues(mark("bridge/vmbr7"))).toEqual([]);
    expect(issues("theirs")).toEqual([
      expect.stringMatching(
        /^network\.bridges\.vmbr7: would be deleted, but now belongs to somebody else, .*state delete/,
      ),
      expect.stringMatching(/^gpus\.\*\.mapping: would be deleted, .*"old"/),
    ]);
  });

  it("is recognized from the state only where an earlier run marked it", () => {
    const bridge = (comment: string) => ({
      urn: "",
      type: "proxmoxve:network/linux/bridge:Bridge",
      outputs: { name: "vmbr7", nodeName: "pve", comment },
    });
    expect(inStateOf([bridge("old program"), bridge(mark("bridge/vmbr7"))], plan).bridges).toHaveLength(1);
  });
});

test("a machine that is removed is not confused with a guest of its id on another installation", () => {
  const smaller = asgardPlan(withoutNodes(node.name));
  const places = new Map([[node.vmId, { path: `nodes.${node.name}`, host: node.host, installation: "" }]]);
  const known = new Map([[node.vmId, node.name]]);
  const issues = (installation: string) =>
    issuesWith({ guests: [{ ...nas, installation }] }, known, smaller, { places });
  expect(issues("dell")).toEqual([]);
  expect(issues("")).toHaveLength(1);
});
