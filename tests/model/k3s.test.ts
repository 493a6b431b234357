import { parse } from "yaml";
import { renderAgentConfig, renderServerConfig } from "../../distributions/k3s/documents";
import { agentFiles, serverFiles } from "../../distributions/k3s/files";
import { checkFlags, K3S_FLAGS } from "../../distributions/k3s/flags";
import type { K3sPlan } from "../../distributions/k3s/plan";
import { planFor } from "../../distributions/registry";
import { knownFlags } from "../../rehearsal/distributions/k3s/flags";
import type { NodePlan } from "../../model/cluster-plan";
import { plan } from "../../stack/plan";
import { configOf, fixtures, patched, type Raw } from "./stack-fixtures";

const planOf = (raw: Raw) => planFor("k3s", plan(configOf(raw), "test"));
const raw = (name: string): Raw => {
  const found = fixtures("valid").find((one) => one.name === name);
  if (!found) throw new Error(`no fixture ${name}`);
  return found.read();
};
const fixture = (name: string): K3sPlan => planOf(raw(name));
const single = fixture("k3s");
const whole = fixture("k3s-cilium");

function nodeOf({ nodes }: K3sPlan, role: NodePlan["role"]): NodePlan {
  const node = nodes.find((candidate) => candidate.role === role);
  if (!node) throw new Error(`no ${role}`);
  return node;
}

const paths = (files: readonly { path: string }[]) => files.map(({ path }) => path);
const textOf = (planned: K3sPlan, path: string) =>
  serverFiles(planned, nodeOf(planned, "control-plane")).find((file) => file.path === path)?.content ?? "";

it("gives a warning for a Kubernetes that Cilium is not tested with, only with Cilium", () => {
  const untested = (name: string, cluster: Raw) => {
    const { warnings } = plan(configOf(patched(raw(name), { cluster })), "test");
    return warnings.filter((line) => line.includes("Cilium"));
  };
  const newer = { version: "v1.36.0+k3s1", agentVersion: "v1.36.0+k3s1" };
  expect(untested("k3s-cilium", {})).toEqual([]);
  expect(untested("k3s-cilium", newer)).toEqual([
    "Cilium v1.19.5 is tested with Kubernetes 1.32 to 1.35, not with 1.36",
  ]);
  expect(untested("k3s", newer)).toEqual([]);
});

describe("k3s' configuration", () => {
  it("sets etcd on every server, and leaves the choice between initializing and joining to run time", () => {
    for (const planned of [single, whole])
      for (const node of planned.nodes.filter(({ role }) => role === "control-plane")) {
        const config = renderServerConfig(planned, node);
        expect(config).toMatchObject({ "cluster-init": true });
        expect(config).not.toHaveProperty("server");
      }
  });

  it("sends agents to the API's port, where the supervisor answers", () => {
    expect(renderAgentConfig(whole, nodeOf(whole, "worker"))).toMatchObject({ server: "https://192.0.2.10:6443" });
  });

  it("has flannel unless Cilium replaces it, its network policies and kube-proxy", () => {
    const server = (planned: K3sPlan) => renderServerConfig(planned, nodeOf(planned, "control-plane"));
    expect(server(single)).toMatchObject({ "flannel-backend": "vxlan" });
    expect(server(single)).not.toHaveProperty("disable-kube-proxy");
    expect(server(whole)).toMatchObject({
      "flannel-backend": "none",
      "disable-network-policy": true,
      "disable-kube-proxy": true,
    });
  });

  it("points Cilium's agents at k3s' local load balancer on every node", () => {
    const chart = parse(textOf(whole, "/var/lib/rancher/k3s/server/manifests/cilium.yaml")) as {
      spec: { bootstrap: boolean; version: string; valuesContent: string };
    };
    expect(chart.spec).toMatchObject({ bootstrap: true, version: "1.19.5" });
    expect(parse(chart.spec.valuesContent)).toMatchObject({
      kubeProxyReplacement: true,
      k8sServiceHost: "127.0.0.1",
      k8sServicePort: 6444,
      l2announcements: { enabled: true },
    });
  });

  it("contains no secret, and makes every file but the unit readable by root alone", () => {
    const files = whole.nodes.flatMap((node) =>
      node.role === "control-plane" ? serverFiles(whole, node) : agentFiles(whole, node),
    );
    expect(JSON.stringify(files)).not.toMatch(/"(agent-)?token":/);
    expect([...new Set(files.filter(({ mode }) => mode !== "0600").map(({ path }) => path))].sort()).toEqual([
      "/etc/systemd/system/k3s-agent.service",
      "/etc/systemd/system/k3s.service",
    ]);
  });

  it("needs no kube-vip without a VIP, and no chart with flannel", () => {
    expect(paths(serverFiles(single, nodeOf(single, "control-plane")))).toEqual([
      "/etc/rancher/k3s/config.yaml",
      "/etc/rancher/k3s/registries.yaml",
      "/etc/systemd/system/k3s.service",
    ]);
  });

  it("writes the audit log only on request", () => {
    const server = (planned: K3sPlan) => renderServerConfig(planned, nodeOf(planned, "control-plane"));
    expect(server(single)).not.toHaveProperty("kube-apiserver-arg");
    expect(server(whole)["kube-apiserver-arg"]).toEqual([
      "audit-policy-file=/etc/rancher/k3s/audit-policy.yaml",
      "audit-log-path=/var/lib/rancher/k3s/server/logs/audit.log",
      "audit-log-maxage=7",
      "audit-log-maxbackup=10",
      "audit-log-maxsize=100",
    ]);
  });

  it("catches a misspelled key, and a server's key on an agent", () => {
    expect(() => checkFlags("server", { "tls-sans": [] })).toThrow("unknown server flags: tls-sans");
    expect(() => checkFlags("agent", { "cluster-init": true })).toThrow("unknown agent flags: cluster-init");
  });

  it("uses only flags that the simulation knows", () => {
    for (const role of ["server", "agent"] as const)
      expect([...K3S_FLAGS[role]].filter((flag) => !knownFlags[role].has(flag))).toEqual([]);
  });
});
