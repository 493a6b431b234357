import type { StackConfig } from "../../../distributions/distribution";
import { type Applied, editIssues, editNotices } from "../../../stack/edits/edit-issues";
import { effectOf } from "../../../stack/edits/key-effects";
import { formatIssue } from "../../../model/errors";
import { parseConfig } from "../../../stack/parse";
import type { Edit } from "../../support/plans";
import { keyOfPath } from "../../support/key-of-path";
import { configsOf, SAMPLE_EDITS, sectionsWith, type Stack } from "../../support/sample-edits";

const applied = (config: StackConfig): Applied => ({
  config,
  nodes: Object.keys(config.nodes),
  whereabouts: new Map(),
});

/** What is said of an edit of a stack whose nodes have all joined. */
function said(stack: Stack, edit: Edit): { refused: string[]; notices: string[] } {
  const sections = sectionsWith(stack);
  const before = applied(parseConfig(sections));
  const edited = structuredClone(sections);
  edit(edited);
  const wanted = parseConfig(edited);
  return { refused: editIssues(before, wanted).map(formatIssue), notices: editNotices(before, wanted) };
}

const node = (name: string, values: Readonly<Record<string, unknown>>): Edit => {
  return ({ nodes }) => void Object.assign(nodes?.[name] ?? {}, values);
};
const cluster = (values: Readonly<Record<string, unknown>>): Edit => {
  return (sections) => void Object.assign(sections["cluster"] ?? {}, values);
};

/** Releases have rules and tests of their own. */
const RULED_ELSEWHERE = /^cluster\.(version|kubernetesVersion)$/;

describe("an edit of an existing cluster", () => {
  it.each(SAMPLE_EDITS.map((sample) => ({ ...sample, text: sample.path.join(".") })))(
    "of $text on $stack is refused exactly where the table says so",
    (sample) => {
      const { applied: before, wanted } = configsOf(sample);
      const key = keyOfPath(sample.path);
      // What a node takes from its pool or its host counts as its own.
      const isRefused = ["refused", "replacement"].includes(effectOf(key, before.cluster.distribution)?.effect ?? "");
      const paths = editIssues(applied(before), wanted).map(({ path }) => path);
      if (!isRefused || RULED_ELSEWHERE.test(key)) expect(paths).toEqual([]);
      else if (/^pools\.|hosts\.\*\.diskStorage$/.test(key)) expect(paths.length).toBeGreaterThan(0);
      else expect(paths).toContain(sample.path.join("."));
    },
  );

  it.each([
    ["a control plane", "nodes", "valaskjalf-master-1", /generation/],
    ["a worker", "nodes", "valaskjalf-worker-1", /generation/],
    ["a VM outside the cluster", "vms", "box", /revert the edit/],
  ])(
    "that moves %s to another host is refused with the alternatives, unless it is already there",
    (_, section, name, way) => {
      const sections = sectionsWith("asgard");
      const { asgard } = sections["proxmox"]?.["hosts"] as Record<string, object>;
      Object.assign(sections["proxmox"]?.["hosts"] as object, {
        midgard: { ...asgard, address: "10.10.10.11", templateVmId: 90002 },
      });
      for (const node of Object.values(sections["nodes"] ?? {})) (node as { host: string }).host = "asgard";
      for (const gpu of Object.values(sections["gpus"] ?? {})) (gpu as { host: string }).host = "asgard";
      const box = {
        vmId: 700,
        host: "asgard",
        state: "stopped",
        cores: 1,
        memoryMiB: 1024,
        diskGiB: 4,
        storage: "local-zfs",
      };
      Object.assign(sections, { vms: { box } });
      const before = parseConfig(sections);
      const edited = structuredClone(sections);
      (edited[section]?.[name] as { host: string }).host = "midgard";
      const wanted = parseConfig(edited);
      const judged = (at: string) => {
        const { vmId } = (section === "nodes" ? before.nodes[name] : before.vms[name]) ?? { vmId: 0 };
        return editIssues({ ...applied(before), whereabouts: new Map([[vmId, at]]) }, wanted).map(formatIssue);
      };
      const [line = "", ...others] = judged("asgard");
      expect(others).toEqual([]);
      expect(line).toMatch(
        new RegExp(`^${section}\\.${name}\\.host: .*got "midgard", must be "asgard"; .*migrate it in Proxmox`),
      );
      expect(line).toMatch(way);
      expect(judged("midgard")).toEqual([]);
    },
  );

  it("reports what the value must be, and why it cannot change", () => {
    expect(said("asgard", cluster({ podCidr: "10.52.0.0/16" })).refused).toEqual([
      'cluster.podCidr: cannot change in an existing cluster, got "10.52.0.0/16", must be "10.42.0.0/16"; revert the edit, or ' +
        "create another stack for it: nodes keep the ranges they were given, and the controller manager does " +
        "not start with a different one",
    ]);
  });

  it("refuses a VIP for a control plane that was created without one", () => {
    const [line = ""] = said("r730", cluster({ vip: "10.0.20.50" })).refused;
    expect(line).toMatch(
      /^cluster\.vip: cannot change in an existing cluster, got "10\.0\.20\.50", must be left out; /,
    );
  });

  it("reports only the name when it changes, although ids and tokens follow from it", () => {
    expect(said("asgard", cluster({ name: "other" })).refused).toEqual([
      expect.stringMatching(
        /^cluster\.name: cannot change in an existing cluster, got "other", must be "valaskjalf"; /,
      ),
    ]);
  });

  it("replaces a machine only if its generation is raised in the same edit", () => {
    const address = { address: "10.10.10.130" };
    expect(said("asgard", node("valaskjalf-worker-2", address)).refused).toEqual([
      "nodes.valaskjalf-worker-2.address: would replace valaskjalf-worker-2, " +
        'got "10.10.10.130", must be "10.10.10.112"; revert the edit, or raise nodes.valaskjalf-worker-2.generation in the ' +
        "same edit to replace the machine: a node is identified by its address",
    ]);
    expect(said("asgard", node("valaskjalf-worker-2", { ...address, generation: 1 })).refused).toEqual([]);
  });

  it("refuses another VM id in one line, although a MAC address follows from it", () => {
    expect(said("asgard", node("valaskjalf-worker-2", { vmId: 1020 })).refused).toEqual([
      expect.stringMatching(
        /^nodes\.valaskjalf-worker-2\.vmId: would replace valaskjalf-worker-2, got 1020, must be 1012; /,
      ),
    ]);
  });

  it("names every node that another prefix of their subnet would replace", () => {
    const edit: Edit = ({ network = {} }) =>
      void Object.assign((network["subnets"] as Record<string, object>)["lan"] ?? {}, { cidr: "10.10.10.0/23" });
    expect(said("asgard", edit).refused).toEqual([
      expect.stringMatching(
        /^network\.subnets\.lan\.cidr: would replace valaskjalf-master-1, .*valaskjalf-worker-3, got /,
      ),
    ]);
  });

  it("accepts a value that was the default all along", () => {
    const unsaid = sectionsWith("asgard");
    delete unsaid["cluster"]?.["dnsServiceIp"];
    delete unsaid["cluster"]?.["subnet"];
    const before = applied(parseConfig(unsaid));
    expect(editIssues(before, parseConfig(sectionsWith("asgard")))).toEqual([]);
    expect(editNotices(before, parseConfig(sectionsWith("asgard")))).toEqual([]);
  });

  it("accepts another host if Proxmox was not read: the machine may have been migrated", () => {
    const { applied: config, wanted } = configsOf({
      stack: "asgard",
      path: ["nodes", "valaskjalf-worker-2", "host"],
      value: "other",
    });
    expect(editIssues(applied(config), wanted)).toHaveLength(1);
    expect(editIssues({ config, nodes: Object.keys(config.nodes) }, wanted)).toEqual([]);
  });

  it("checks no node that never joined, and none that is added or removed", () => {
    const sections = sectionsWith("asgard");
    const before: Applied = { config: parseConfig(sections), nodes: ["valaskjalf-master-1"] };
    node("valaskjalf-worker-2", { address: "10.10.10.130" })(sections);
    delete sections["nodes"]?.["valaskjalf-worker-3"];
    delete sections["gpus"];
    expect(editIssues(before, parseConfig(sections))).toEqual([]);
  });

  it("leaves a decommissioned VM alone", () => {
    const edit: Edit = ({ vms }) => void Object.assign(vms?.["truenas"] ?? {}, { vmId: 9001 });
    expect(said("r730", edit).refused).toEqual([]);
  });

  it("reports which machines restart, and what existing machines do not get", () => {
    expect(said("asgard", node("valaskjalf-worker-2", { cores: 2 })).notices).toEqual([
      "nodes.valaskjalf-worker-2.cores: this run restarts the machine (Proxmox applies it while the VM is off)",
    ]);
    expect(
      said("asgard", (sections) => void Object.assign(sections["os"] ?? {}, { packages: ["vim"] })).notices,
    ).toEqual([
      "os.packages: existing machines keep the old value until their generation is raised (applied at first boot)",
    ]);
    expect(said("pc-tips", cluster({ hubble: false })).notices).toEqual([
      expect.stringMatching(
        /^cluster\.hubble: this run writes it, but it takes effect only after a manual step \(Talos /,
      ),
    ]);
  });
});
