import { begunRunOf } from "../../stack/begun-run";
import type { MadeResource } from "../../model/made-resource";
import { changeIssues } from "../../stack/change-issues";
import type { StackConfig } from "../../distributions/distribution";
import { formatIssue } from "../../model/errors";
import type { LastRun } from "../../stack/last-run";
import { parseConfig } from "../../stack/parse";
import { plan } from "../../stack/plan";
import { asgardSections } from "../support/asgard";

const VM = "proxmoxve:index/vmLegacy:VmLegacy";
const born = parseConfig(asgardSections());

const resource = (type: string, name: string, outputs: MadeResource["outputs"] = {}): MadeResource => ({
  urn: `urn:pulumi:asgard::homelab::homelab:index:Cluster$${type}::${name}`,
  type,
  outputs,
});
const intent = resource("pulumi:index:Stash", "valaskjalf-configuration", { input: born, output: born });
const machine = (name: string) => resource(VM, `${name}-vm`);
const join = (name: string) => resource("command:local:Command", `${name}-join`);

/** What is said of an edit when a run before made this much. */
function refused(made: readonly MadeResource[], edit: (config: EditedConfig) => unknown, finished?: Partial<LastRun>) {
  const config: EditedConfig = structuredClone(born);
  edit(config);
  const begun = begunRunOf(made);
  const lastRun = { nodes: {}, ...finished, ...(begun && { begun }) };
  return changeIssues(lastRun, { config, plan: plan(config, "asgard"), guests: [] }).map(formatIssue);
}
type EditedConfig = { -readonly [K in keyof StackConfig]: StackConfig[K] };

const podCidr = (config: EditedConfig) => (config.cluster = { ...config.cluster, podCidr: "10.52.0.0/16" });
const address = (node: string) => (config: EditedConfig) => {
  const { nodes } = config;
  config.nodes = { ...nodes, [node]: { ...nodes[node], address: "10.10.10.130" } as StackConfig["nodes"][string] };
};

describe("an edit after a first up that did not finish", () => {
  it("of an immutable value is refused as soon as a node's machine exists", () => {
    expect(refused([intent, machine("valaskjalf-master-1")], podCidr)).toEqual([
      'cluster.podCidr: cannot change after an up that created machines but did not finish, got "10.52.0.0/16", must be ' +
        '"10.42.0.0/16"; revert the edit, or destroy what the unfinished up created (npm run destroy -- asgard) and start ' +
        "over: nodes keep the ranges they were given, and the controller manager does not start with a different one",
    ]);
  });

  it("is allowed while there is none, even if a template exists", () => {
    expect(refused([intent, machine("valaskjalf-template-asgard")], podCidr)).toEqual([]);
    expect(refused([intent], podCidr)).toEqual([]);
    expect(refused([], podCidr)).toEqual([]);
  });

  it("does not replace a node that joined, but may replace one that did not", () => {
    const made = ["valaskjalf-master-1", "valaskjalf-master-2"].map(machine);
    const state = [intent, ...made, join("valaskjalf-master-1")];
    expect(refused(state, address("valaskjalf-master-1"))).toEqual([
      expect.stringMatching(/^nodes\.valaskjalf-master-1\.address: would replace valaskjalf-master-1, got /),
    ]);
    expect(refused(state, address("valaskjalf-master-2"))).toEqual([]);
  });

  it("does not change the login user of machines that booted with another one", () => {
    const edit = (config: EditedConfig) => (config.access = { ...config.access, user: "thor" });
    expect(refused([intent, machine("valaskjalf-master-1")], edit)).toEqual([
      expect.stringMatching(
        /^access\.user: cannot change after an up that created machines but did not finish, got "thor"/,
      ),
    ]);
  });

  it("does not downgrade the cluster once a node has joined", () => {
    const edit = (config: EditedConfig) => (config.cluster = { ...config.cluster, version: "v1.33.1+rke2r1" });
    const made = [intent, machine("valaskjalf-master-1")];
    expect(refused(made, edit)).toEqual([]);
    expect(refused([...made, join("valaskjalf-master-1")], edit)).toEqual([
      expect.stringMatching(/^cluster\.version: downgrade from v1\.34/),
    ]);
  });
});

describe("an edit after a later up that did not finish", () => {
  const { "valaskjalf-worker-3": _, ...fewer } = born.nodes;
  const finished = {
    configuration: { ...born, nodes: fewer },
    nodes: Object.fromEntries(Object.keys(fewer).map((name) => [name, { address: "", role: "" }])),
  };
  const state = [intent, machine("valaskjalf-worker-3"), join("valaskjalf-worker-3")];

  it("does not replace the node that joined in it", () => {
    expect(refused(state, address("valaskjalf-worker-3"), finished)).toEqual([
      expect.stringMatching(/^nodes\.valaskjalf-worker-3\.address: would replace valaskjalf-worker-3, got /),
    ]);
  });

  it("is reported once where both runs forbid it", () => {
    expect(refused(state, podCidr, finished)).toEqual([
      expect.stringMatching(/^cluster\.podCidr: cannot change in an existing cluster/),
    ]);
  });
});
