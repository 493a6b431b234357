import fc from "fast-check";
import type { StackConfig } from "../../distributions/distribution";
import { formatIssue } from "../../model/errors";
import { editIssues } from "../../stack/edits/edit-issues";
import { foreignIssues } from "../../stack/foreign-issues";
import { installations } from "../../model/installations";
import type { Guest } from "../../model/inventory";
import { placementOf } from "../../stack/last-run";
import { parseStackFile } from "../../stack/load-stack-file";
import { movedNotices, withTemplatesFound } from "../../stack/moved-machines";
import { nodeNames, nodeOf } from "../../model/node-names";
import { checkConfig, parseConfig } from "../../stack/parse";
import type { Placement } from "../../stack/place-nodes";
import { plan } from "../../stack/plan";
import { missingTokens, tokenOn } from "../../model/proxmox-tokens";
import { malformedSecrets } from "../../model/secrets";
import { onHosts, onSharedStorage, standingAlone } from "../support/more-hosts";
import { smallStack, stackOf } from "../support/rehearsal";

const raw = (edit: (text: string) => string = (text) => text) =>
  checkConfig(parseStackFile(edit(onHosts(smallStack(), 2)), "Pulumi.two.yaml").raw);

const boxes = `  homelab:vms:
    box-1: { vmId: 301, host: pve, source: none, cores: 1, memoryMiB: 1024, diskGiB: 8, storage: local-zfs, nics: [{ bridge: vmbr9 }] }
    box-2: { vmId: 302, host: pve-2, source: none, cores: 1, memoryMiB: 1024, diskGiB: 8, storage: fast, nics: [{ bridge: vmbr9 }] }
`;

describe("a stack on several hosts", () => {
  it("puts disks and template on the host's own storage, or on the pool's where it names none", () => {
    const checked = raw((text) =>
      text.replace(
        "worker-1:",
        "worker-0: { role: worker, vmId: 110, address: 10.20.0.20, host: pve-2 }\n    worker-1:",
      ),
    );
    if (!("config" in checked)) throw new Error(checked.issues.map(formatIssue).join("\n"));
    const { nodes, templates, sums } = plan(checked.config, "two");
    expect(nodes.map(({ name, host, storage }) => [name, host, storage])).toEqual([
      ["server-1", "pve", "local-zfs"],
      ["worker-0", "pve-2", "fast"],
      ["worker-1", "pve", "local-zfs"],
    ]);
    expect(templates.map(({ host, diskStorage }) => [host, diskStorage])).toEqual([
      ["pve", "local-zfs"],
      ["pve-2", "fast"],
    ]);
    expect(sums.find(({ host }) => host === "pve-2")?.storages["fast"]).toMatchObject({ usedGiB: 24 });
  });

  it("creates one template for hosts that share its storage, downloads one image, and counts the storage once", () => {
    const checked = checkConfig(parseStackFile(onSharedStorage(stackOf("kubeadm-ha"), 3), "Pulumi.shared.yaml").raw);
    if (!("config" in checked)) throw new Error(checked.issues.map(formatIssue).join("\n"));
    const { templates, nodes, sums, sharedStorages } = plan(checked.config, "shared");
    const hosts = ["pve", "pve-2", "pve-3"];
    expect(templates).toMatchObject([
      { vmId: 9000, host: "pve", serves: hosts, imageHost: "pve", imageIsShared: true },
    ]);
    expect(sums.map(({ storages }) => storages)).toEqual([{}, {}, {}]);
    const disks = nodes.reduce((sum, { diskGiB }) => sum + diskGiB, 0);
    expect(sharedStorages).toEqual([
      { storage: "ceph", hosts, usedGiB: disks + 4, capacityGiB: 900 },
      { storage: "nas", hosts, usedGiB: 0, capacityGiB: 100 },
    ]);
  });

  it("downloads an image on a shared storage once for the templates of several hosts", () => {
    const text = onSharedStorage(stackOf("kubeadm-ha"), 3)
      .replace(/ {6}pve-2:\n/, "$&        templateVmId: 9002\n")
      .replace(/ {6}pve-3:\n/, "$&        templateVmId: 9003\n");
    const checked = checkConfig(parseStackFile(text, "Pulumi.shared.yaml").raw);
    if (!("config" in checked)) throw new Error(checked.issues.map(formatIssue).join("\n"));
    const { templates, sharedStorages } = plan(checked.config, "shared");
    expect(templates.map(({ vmId, host, imageHost }) => [vmId, host, imageHost])).toEqual([
      [9000, "pve", "pve"],
      [9002, "pve-2", "pve"],
      [9003, "pve-3", "pve"],
    ]);
    expect(sharedStorages[0]?.usedGiB).toBe(
      plan(checked.config, "shared").nodes.reduce((sum, { diskGiB }) => sum + diskGiB, 0) + 3 * 4,
    );
  });

  it("creates a bridge on every host whose machines need it, with the host's own settings", () => {
    const made = (entry: string) => {
      const checked = raw((text) =>
        `${text}${boxes}`.replace("subnets:", `bridges: { vmbr9: ${entry} }\n    subnets:`),
      );
      if (!("config" in checked)) return checked.issues.map(formatIssue);
      return plan(checked.config, "two").network.bridges.map(({ name, host, mtu }) => [name, host, mtu]);
    };
    expect(made("{ mtu: 1400 }")).toEqual([
      ["vmbr9", "pve", 1400],
      ["vmbr9", "pve-2", 1400],
    ]);
    expect(made("{ mtu: 1400, hosts: { pve: {}, pve-2: { mtu: 1300 } } }")).toEqual([
      ["vmbr9", "pve", 1400],
      ["vmbr9", "pve-2", 1300],
    ]);
    expect(made("{ host: pve }")).toEqual([
      'vms.box-2.nics[0].bridge: unknown bridge on pve-2, got "vmbr9", must be vmbr0; did you mean "vmbr0"?',
    ]);
  });

  it("refuses a missing storage of a host with the key that names it", () => {
    const checked = raw((text) =>
      text
        .replace("diskStorage: fast", "diskStorage: quick")
        .replace("host: pve }\n    worker", "host: pve-2 }\n    worker")
        .replaceAll("host: pve\n", "host: pve-2\n"),
    );
    expect("issues" in checked && checked.issues.map(({ path }) => path)).toEqual(["proxmox.hosts.pve-2.diskStorage"]);
  });

  const warningsOn = (hosts: number, placed: readonly number[]) => {
    const controlPlanes = placed.map(
      (host, index) =>
        `    server-${index + 1}: { role: control-plane, vmId: ${101 + index}, address: 10.20.0.${11 + index}, host: pve${host === 1 ? "" : `-${host}`} }\n`,
    );
    const text = onHosts(smallStack(), hosts).replace(/ {4}server-1:\n(?: {6}.*\n)+/, controlPlanes.join(""));
    const checked = checkConfig(parseStackFile(text, "Pulumi.spread.yaml").raw);
    if (!("config" in checked)) throw new Error(checked.issues.map(formatIssue).join("\n"));
    return plan(checked.config, "spread").warnings.filter((warning) => warning.includes("quorum"));
  };

  it("says in advance which host's loss would cost the quorum", () => {
    expect(warningsOn(3, [1, 2, 3])).toEqual([]);
    expect(warningsOn(3, [1, 2, 1])).toEqual([
      "without host pve the cluster loses its quorum: 2 of 3 control planes are on it; spread them over the hosts",
    ]);
    expect(warningsOn(2, [1, 2, 2])).toEqual([
      "without host pve-2 the cluster loses its quorum: 2 of 3 control planes are on it; only a third host prevents that",
    ]);
  });
});

const nodesOf = (count: number, said: Readonly<Record<number, string>> = {}) =>
  Array.from({ length: count }, (_, index) => {
    const host = said[index + 1];
    return `    server-${index + 1}: { role: control-plane, vmId: ${101 + index}, address: 10.20.0.${11 + index}${host === undefined ? "" : `, host: ${host}`} }\n`;
  }).join("");

const placed = (hosts: number, nodes: string, before: Placement = {}): StackConfig => {
  const text = onHosts(smallStack(), hosts).replace(/ {4}server-1:\n(?: {6}.*\n)+/, nodes);
  const checked = checkConfig(parseStackFile(text, "Pulumi.placed.yaml").raw, [], before);
  if (!("config" in checked)) throw new Error(checked.issues.map(formatIssue).join("\n"));
  return checked.config;
};

const hostsOf = ({ nodes }: StackConfig, role = "server") =>
  Object.entries(nodes).flatMap(([name, { host }]) => (name.startsWith(role) ? [host] : []));

const workersOf = (count: number): string =>
  Array.from(
    { length: count },
    (_, index) => `    worker-${index + 5}: { role: worker, vmId: ${121 + index}, address: 10.20.0.${31 + index} }\n`,
  ).join("");

describe("control planes without a host", () => {
  it("are spread over the hosts, considering those with one", () => {
    expect(hostsOf(placed(3, nodesOf(3)))).toEqual(["pve", "pve-2", "pve-3"]);
    expect(hostsOf(placed(3, nodesOf(3, { 3: "pve" })))).toEqual(["pve-2", "pve-3", "pve"]);
    expect(hostsOf(placed(2, nodesOf(3)))).toEqual(["pve", "pve-2", "pve"]);
  });

  it("stay where the last run put them when a host is added, and the plan says that they share a host", () => {
    const before = {
      "server-1": "pve",
      "server-2": "pve-2",
      "server-3": "pve",
      "server-4": "pve-2",
      "server-5": "pve",
    };
    const config = placed(3, nodesOf(5), before);
    expect(hostsOf(config)).toEqual(["pve", "pve-2", "pve", "pve-2", "pve"]);
    const warnings = plan(config, "placed").warnings.filter((warning) => /quorum|together/.test(warning));
    expect(warnings).toEqual([
      "without host pve the cluster loses its quorum: 3 of 5 control planes are on it; spread them over the hosts",
      "control planes server-2 and server-4 are together on pve-2, and pve-3 has none: if that host fails, all of them do; set another host in nodes.server-4.host",
    ]);
  });

  it("are never moved by a new host, in any stack", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 3, 5),
        fc.integer({ min: 2, max: 5 }),
        fc.integer({ min: 0, max: 3 }),
        (count, hosts, more) => {
          const first = placed(hosts, nodesOf(count));
          const before = placementOf({ configuration: first });
          expect(hostsOf(placed(hosts + more, nodesOf(count), before))).toEqual(hostsOf(first));
          const counts = Object.keys(first.proxmox.hosts).map(
            (host) => hostsOf(first).filter((on) => on === host).length,
          );
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe("workers without a host", () => {
  it("are spread over the hosts, and stay where the last run put them", () => {
    const first = placed(2, nodesOf(1) + workersOf(3));
    expect(hostsOf(first, "worker")).toEqual(["pve-2", "pve", "pve-2", "pve"]);
    const before = placementOf({ configuration: first });
    const more = placed(3, nodesOf(1) + workersOf(4), before);
    expect(hostsOf(more, "worker")).toEqual(["pve-2", "pve", "pve-2", "pve-3", "pve"]);
  });
});

describe("a template that was migrated", () => {
  const planned = (text: string) => plan(parseConfig(parseStackFile(text, "Pulumi.template.yaml").raw), "template");
  const elsewhere = {
    vmId: 9000,
    type: "qemu",
    name: "t",
    host: "pve-2",
    status: "stopped",
    isTemplate: true,
  } as const;
  const [shared, local] = [onSharedStorage(stackOf("kubeadm-ha"), 3), onHosts(smallStack(), 2)].map(planned);

  it("is cloned from where it is, if the hosts share its storage", () => {
    if (!shared) throw new Error("there is no plan");
    const found = withTemplatesFound(shared, [elsewhere]);
    expect(found.templates).toMatchObject([{ host: "pve", foundOn: "pve-2" }]);
    expect(movedNotices(found, [elsewhere])).toEqual([
      expect.stringMatching(/^template: .* was found on pve-2, not on pve: machines are cloned from there$/),
    ]);
    expect(withTemplatesFound(shared, [{ ...elsewhere, host: "pve" }]).templates[0]).not.toHaveProperty("foundOn");
  });

  it("is reported as out of reach on a host's own storage", () => {
    if (!local) throw new Error("there is no plan");
    const found = withTemplatesFound(local, [elsewhere]);
    expect(found.templates[0]).not.toHaveProperty("foundOn");
    expect(movedNotices(found, [elsewhere]).join()).toContain(
      "Migrate it back in Proxmox, or have it made anew by --refresh",
    );
  });
});

describe("standalone hosts", () => {
  const alone = () => {
    const checked = checkConfig(
      parseStackFile(standingAlone(onHosts(smallStack(), 3), "pve-3"), "Pulumi.alone.yaml").raw,
    );
    if (!("config" in checked)) throw new Error(checked.issues.map(formatIssue).join("\n"));
    return checked.config;
  };

  it("are separate installations, beside the hosts behind one endpoint", () => {
    expect(installations(alone()).map(({ name, hosts }) => [name, ...hosts])).toEqual([
      ["", "pve", "pve-2"],
      ["pve-3", "pve-3"],
    ]);
  });

  it("may have the same name in Proxmox; messages name a machine's own host", () => {
    const both = checkConfig(
      parseStackFile(standingAlone(onHosts(smallStack(), 3), "pve-3", "pve"), "Pulumi.alike.yaml").raw,
    );
    if (!("config" in both)) throw new Error(both.issues.map(formatIssue).join("\n"));
    expect(["pve", "pve-3"].map((host) => nodeOf(both.config, host))).toEqual(["pve", "pve"]);
    const guest = { vmId: 101, type: "qemu", name: "nas", status: "running", isTemplate: false } as const;
    const names = installations(both.config).map((one) => nodeNames(both.config, one).hostOf("pve"));
    expect(names).toEqual(["pve", "pve-3"]);
    const moved = movedNotices(plan(both.config, "alike"), [{ ...guest, host: "pve-3", installation: "pve-3" }]);
    expect(moved).toEqual([]);
  });

  it("keep their name in the stack file, and their node, as long as they hold resources of the stack", () => {
    const as = (edit: (hosts: Record<string, object>) => Record<string, object>): StackConfig => {
      const { proxmox, ...others } = alone();
      return { ...others, proxmox: { ...proxmox, hosts: edit(proxmox.hosts) as typeof proxmox.hosts } };
    };
    const issues = (after: StackConfig) =>
      editIssues({ config: alone(), nodes: [] }, after)
        .map(formatIssue)
        .filter((text) => text.startsWith("proxmox.hosts"));
    expect(issues(as((hosts) => ({ ...hosts, "pve-3": { ...hosts["pve-3"], node: "pve-3" } })))).toEqual([]);
    expect(issues(as((hosts) => ({ ...hosts, "pve-3": { ...hosts["pve-3"], node: "pve" } })))).toEqual([
      'proxmox.hosts.pve-3.node: another node than the one that has its files and bridges, got "pve", must stay "pve-3"; ' +
        "revert the edit; a host that was renamed in Proxmox: docs/tasks/several-hosts.md",
    ]);
    const renamed = as(({ pve, ...hosts }) => ({ ...hosts, first: { ...pve, node: "pve" } }));
    expect(issues(renamed)).toEqual([
      'proxmox.hosts.first: the same node as pve was, under another name: its template and bridges would be recreated, got "first", ' +
        'must stay "pve"; revert the edit; another host may have any name, and say node: pve',
    ]);
  });

  it("need a token each, on a line of its own", () => {
    const uuid = "00000000-0000-4000-8000-000000000000";
    const text = `pve-9: a@pve!b=${uuid}\npve-3: pulumi@pve!homelab=${uuid}\n`;
    expect(missingTokens(alone(), text)).toEqual([]);
    expect(tokenOn(text, ["pve-3"])).toBe(`pulumi@pve!homelab=${uuid}`);
    expect(missingTokens(alone(), undefined).map(formatIssue)).toEqual([
      "proxmoxTokens: no token for https://192.0.2.77:8006, got nothing, must have a line for pve-3, e.g. pve-3: pulumi@pve!homelab=<uuid>; write one line per host into a file and run pulumi config set --secret homelab:proxmoxTokens < file",
    ]);
    expect(malformedSecrets({ proxmoxTokens: text })).toEqual([]);
    expect(malformedSecrets({ proxmoxTokens: `pve-3=${uuid}` })).toHaveLength(1);
  });

  it("share no storage with hosts behind another endpoint, and may use the same storage names", () => {
    const storages =
      "storages: { nas: { type: nfs, content: [iso], capacityGiB: 9, hosts: [pve, pve-3] } }\n    hosts:";
    const text = standingAlone(onHosts(smallStack(), 3), "pve-3").replace("hosts:", storages);
    const checked = checkConfig(parseStackFile(text, "Pulumi.alone.yaml").raw);
    expect("issues" in checked && checked.issues.map(({ path, problem }) => [path, problem])).toEqual([
      ["proxmox.storages.nas.hosts", "pve and pve-3 are behind different endpoints"],
    ]);
  });

  it("have their own ids: a foreign machine elsewhere is no conflict", () => {
    const planned = plan(alone(), "alone");
    const stranger = { vmId: 101, type: "qemu", name: "nas", status: "running", isTemplate: false } as const;
    const issues = (guest: Guest) =>
      foreignIssues(planned, { guests: [guest], interfaces: [], mappings: [] }, { guests: new Map() }).map(
        ({ path }) => path,
      );
    expect(issues({ ...stranger, host: "pve-3", installation: "pve-3" })).toEqual([]);
    expect(issues({ ...stranger, host: "pve" })).toEqual(["nodes.server-1.vmId"]);
  });
});
