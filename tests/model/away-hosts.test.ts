import { awayIssues, awayNotices, unknownHostIssues } from "../../stack/away-hosts";
import type { StackConfig } from "../../distributions/distribution";
import { formatIssue } from "../../model/errors";
import { foreignIssues } from "../../stack/foreign-issues";
import type { AwayHosts, Guest } from "../../model/inventory";
import type { LastRun } from "../../stack/last-run";
import { parseStackFile } from "../../stack/load-stack-file";
import { checkConfig } from "../../stack/parse";
import { plan } from "../../stack/plan";
import { plannedGuests } from "../../stack/planned-guests";
import { onHosts, standingAlone } from "../support/more-hosts";
import { stackOf } from "../support/rehearsal";

function configOn(hosts: number, edit = (text: string) => text): StackConfig {
  const checked = checkConfig(parseStackFile(edit(onHosts(stackOf("kubeadm-ha"), hosts)), "Pulumi.hosts.yaml").raw);
  if (!("config" in checked)) throw new Error(checked.issues.map(formatIssue).join("\n"));
  return checked.config;
}

const gone: AwayHosts = { offline: ["pve-3"], readOnly: [] };

/** What a finished run of a configuration left behind. */
function finished(config: StackConfig): LastRun {
  const { nodes, templates } = plan(config, "hosts");
  return {
    nodes: Object.fromEntries(nodes.map((node) => [node.name, node])),
    templates: Object.fromEntries(templates.map(({ vmId, name }) => [vmId, name])),
    configuration: config,
  };
}

/** As Proxmox lists them of a host that is away: without a name after some minutes. */
function guestsOf(config: StackConfig, away: readonly string[] = ["pve-3"]): Guest[] {
  return plannedGuests(plan(config, "hosts")).map(({ vmId, name, host, installation }) => {
    const known = away.includes(host) ? { name: "", status: "unknown" } : { name, status: "running" };
    return { vmId, host, installation, type: "qemu", isTemplate: false, ...known };
  });
}

const refused = (before: StackConfig, after: StackConfig, away: AwayHosts, guests = guestsOf(before)): string[] =>
  awayIssues({
    config: after,
    plan: plan(after, "hosts"),
    lastRun: finished(before),
    inventory: { guests, interfaces: [], mappings: [], away },
  }).map(formatIssue);

const noticesOf = (config: StackConfig, away: AwayHosts): string[] =>
  awayNotices(plan(config, "hosts"), { guests: guestsOf(config), interfaces: [], mappings: [], away });

const living = configOn(3);

it("names a host that is down and its machines, and refuses nothing if nothing changes", () => {
  expect(refused(living, living, gone)).toEqual([]);
  expect(noticesOf(living, { ...gone, offline: ["pve-3", "somebody-elses"] })).toEqual([
    "proxmox.hosts.pve-3: is offline, and with it cp-3: switch it on",
  ]);
});

it("says that Proxmox is read-only if the remaining hosts have no quorum", () => {
  const two = configOn(2);
  expect(noticesOf(two, { offline: ["pve-2"], readOnly: ["pve"] }).join()).toContain(
    "until then Proxmox has no quorum and refuses every change on its other hosts as well",
  );
});

const widened = (config: StackConfig, node: string): StackConfig => ({
  ...config,
  nodes: { ...config.nodes, [node]: { ...(config.nodes[node] as StackConfig["nodes"][string]), tags: ["new"] } },
});

it("refuses a change of a machine on it, and accepts one elsewhere", () => {
  expect(refused(living, widened(living, "cp-1"), gone)).toEqual([]);
  const [issue = "", ...others] = refused(living, widened(living, "cp-3"), gone);
  expect(others).toEqual([]);
  expect(issue).toContain("nodes.cp-3.tags: would change cp-3 on pve-3, but that host is offline");
  expect(issue).toContain("switch pve-3 on and run again, or revert the edit");
});

it("knows where a machine is now", () => {
  const moved = guestsOf(living).map((guest) => (guest.host === "pve-3" ? { ...guest, host: "pve-2" } : guest));
  expect(refused(living, widened(living, "cp-3"), gone, moved)).toEqual([]);
});

it("refuses every change where Proxmox is read-only", () => {
  const [issue] = refused(living, widened(living, "cp-1"), { offline: ["pve-2", "pve-3"], readOnly: ["pve"] });
  expect(issue).toContain("but Proxmox has no quorum without pve-2, pve-3, got");
});

it("refuses to create a machine on it, and to delete one", () => {
  const { "cp-3": _gone, ...rest } = living.nodes;
  const without: StackConfig = { ...living, nodes: rest };
  const elsewhere = guestsOf(living).filter(({ vmId }) => vmId !== living.nodes["cp-3"]?.vmId);
  expect(refused(without, living, gone, elsewhere).join()).toContain(
    "nodes.cp-3: cp-3 would be created on pve-3, but that host is offline",
  );
  expect(refused(living, without, gone).join()).toContain(
    "nodes.cp-3: cp-3 would be deleted on pve-3, but that host is offline",
  );
});

it("does not confuse a machine of the same id on another Proxmox with one to be deleted", () => {
  const apart = configOn(3, (text) => standingAlone(text, "pve-2"));
  const { "cp-1": first, "cp-2": second, ...others } = apart.nodes;
  const with1: StackConfig = { ...apart, nodes: { ...others, ...(first && { "cp-1": first }) } };
  const with2: StackConfig = { ...apart, nodes: { ...others, ...(second && { "cp-2": second }) } };
  const namesake = (vmId = 0, host: string, installation: string): Guest => ({
    vmId,
    host,
    installation,
    name: "somebody's",
    type: "qemu",
    isTemplate: false,
    status: "running",
  });
  // The id of cp-1, which is behind the common endpoint, is somebody else's on the host that stands alone, and is listed first.
  const alone = [namesake(first?.vmId, "pve-2", "pve-2"), ...guestsOf(apart, [])];
  expect(refused(apart, with2, { offline: ["pve-2"], readOnly: [] }, alone)).toEqual([]);
  expect(refused(apart, with2, { offline: ["pve"], readOnly: [] }, alone).join()).toContain(
    "nodes.cp-1: cp-1 would be deleted on pve, but that host is offline",
  );
  const common = [namesake(second?.vmId, "pve", ""), ...guestsOf(apart, [])];
  expect(refused(apart, with1, { offline: ["pve"], readOnly: [] }, common)).toEqual([]);
  expect(refused(apart, with1, { offline: ["pve-2"], readOnly: [] }, common).join()).toContain(
    "nodes.cp-2: cp-2 would be deleted on pve-2, but that host is offline",
  );
});

it("calls no unreachable guest foreign, and says that the id is taken where it never was ours", () => {
  const inventory = { guests: guestsOf(living), interfaces: [], mappings: [], away: gone };
  const known = new Map(Object.entries(living.nodes).map(([name, { vmId }]) => [vmId, name]));
  const strangers = foreignIssues(plan(living, "hosts"), inventory, { guests: known }).map(({ path }) => path);
  expect(strangers.filter((path) => path.includes("cp-3"))).toEqual([]);
  const { "cp-3": _gone, ...rest } = living.nodes;
  expect(refused({ ...living, nodes: rest }, living, gone, guestsOf(living)).join()).toContain(
    "nodes.cp-3.vmId: belongs to a guest whose owner is unknown while pve-3 is offline",
  );
});

it("names a host that Proxmox knows by another name, or not at all", () => {
  const nodes = new Map([["", ["pve", "pve-2", "proxmox"]]]);
  const [issue, ...others] = unknownHostIssues(plan(living, "hosts"), { away: { offline: [], readOnly: [], nodes } });
  expect(others).toEqual([]);
  expect(issue && formatIssue(issue)).toMatch(
    /^proxmox\.hosts\.pve-3: is not a node of the Proxmox at https:.*, got "pve-3", must be one of proxmox, pve, pve-2; /,
  );
});
