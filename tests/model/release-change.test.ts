import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formatIssue } from "../../model/errors";
import { releaseChangeIssues, releaseChangeNotices } from "../../stack/release-change";
import type { RunningCluster } from "../../model/running";
import { planOf } from "../../scripts/engine/plan-of";
import { pcTipsPlan } from "../support/pc-tips";
import { asgardPlan, inSection, withoutNodes } from "../support/plans";

const messages = (...args: Parameters<typeof releaseChangeIssues>) => releaseChangeIssues(...args).map(formatIssue);
const nodesOf = ({ nodes }: ReturnType<typeof planOf>) => nodes.map(({ name }) => name);
const withCluster = (values: Readonly<Record<string, unknown>>) => inSection("cluster", values);

describe("RKE2", () => {
  const running: RunningCluster = { version: "v1.34.1+rke2r1", nodes: nodesOf(asgardPlan()) };
  const newMinor = { version: "v1.35.3+rke2r1" };

  it("is upgraded to another patch in one edit", () => {
    expect(messages(running, asgardPlan(withCluster({ version: "v1.34.2+rke2r1" })))).toEqual([]);
  });

  it("is upgraded to the next minor in one edit, servers first", () => {
    expect(messages(running, asgardPlan(withCluster(newMinor)))).toEqual([]);
  });

  it("accepts no new agent in the same edit, which would be newer than the last servers", () => {
    const grown = { ...running, nodes: running.nodes.filter((name) => name !== "valaskjalf-worker-3") };
    expect(messages(grown, asgardPlan(withCluster(newMinor)))).toEqual([
      "cluster.agentVersion: new agents (valaskjalf-worker-3) would run another minor version before the last server does, " +
        'got "v1.35.3+rke2r1", must be releases of v1.34 and before; ' +
        "add them in a later edit, when the servers are upgraded",
    ]);
    const lagging = { ...newMinor, agentVersion: running.version };
    expect(messages(grown, asgardPlan(withCluster(lagging)))).toEqual([]);
  });

  it("accepts a new agent with a single server, which is upgraded first", () => {
    const grown = { ...running, nodes: [] };
    const single = withoutNodes("valaskjalf-master-2", "valaskjalf-master-3");
    expect(messages(grown, asgardPlan(withCluster(newMinor), single))).toEqual([]);
  });
});

describe("kubeadm", () => {
  const text = readFileSync(join(__dirname, "..", "..", "Pulumi.r730.yaml"), "utf8");
  const upgraded = planOf(text.replace("version: v1.34.2", "version: v1.34.3"), "r730");
  const running: RunningCluster = { version: "v1.34.2", nodes: nodesOf(upgraded) };

  it("is not upgraded by this program, not even by a patch", () => {
    expect(messages(running, upgraded)).toEqual([
      'cluster.version: the program does not upgrade kubeadm nodes, got "v1.34.3", must be v1.34.2, which they run; ' +
        "upgrade every node with kubeadm, by hand, then confirm it once: HOMELAB_UPGRADED=v1.34.3 npm run up -- r730",
    ]);
    expect(messages(running, planOf(text, "r730"))).toEqual([]);
  });

  it("counts as upgraded by hand if the stack file declares exactly that release", () => {
    expect(messages(running, upgraded, "v1.34.3")).toEqual([]);
    expect(messages(running, upgraded, "v1.34.4")).toHaveLength(1);
  });

  it("has a downgrade reported as such", () => {
    expect(messages({ ...running, version: "v1.34.4" }, upgraded, "v1.34.3")).toEqual([
      expect.stringContaining("cluster.version: downgrade from v1.34.4"),
    ]);
  });
});

describe("Talos", () => {
  const running: RunningCluster = { version: "v1.13.9", kubernetesVersion: "v1.35.7", nodes: ["ctrl-00", "work-00"] };

  it("applies another patch of Kubernetes to its nodes", () => {
    expect(messages(running, pcTipsPlan(withCluster({ kubernetesVersion: "v1.35.9" })))).toEqual([]);
  });

  it("leaves another minor to talosctl, which checks first and upgrades component by component", () => {
    const plan = pcTipsPlan(withCluster({ kubernetesVersion: "v1.36.1" }));
    expect(messages(running, plan)).toEqual([
      "cluster.kubernetesVersion: another minor version is not rolled out: kubelets would run it before the last API server, " +
        'got "v1.36.1", must be releases of v1.35; talosctl upgrade-k8s --to 1.36.1, ' +
        "then confirm it once: HOMELAB_UPGRADED=v1.36.1 npm run up -- pc-tips",
    ]);
    expect(messages(running, plan, "v1.36.1")).toEqual([]);
  });

  it("reports which machines a new release of Talos does not reach", () => {
    const plan = pcTipsPlan(withCluster({ version: "v1.13.10" }));
    expect(messages(running, plan)).toEqual([]);
    expect(releaseChangeNotices(running, plan)).toEqual([
      "cluster.version: Talos v1.13.10 is what machines are made of from now on; it does not reach ctrl-00, work-00 " +
        "until the generation is raised, one node at a time",
    ]);
    expect(releaseChangeNotices(running, pcTipsPlan())).toEqual([]);
    expect(releaseChangeNotices({ nodes: [] }, plan)).toEqual([]);
  });
});

it("never changes a cluster's distribution", () => {
  const running = { distribution: "kubeadm", version: "v1.34.1", nodes: [] };
  expect(messages(running, asgardPlan())).toEqual([
    'cluster.distribution: the cluster runs kubeadm, got "rke2", must be kubeadm; ' +
      "a cluster cannot change its distribution; create another stack, or destroy this one first",
  ]);
});
