import { parse } from "yaml";
import type { NodePlan } from "../../model/cluster-plan";
import type { StackPlan } from "../../distributions/distribution";
import type { Rke2Plan } from "../../distributions/rke2/plan";
import { planFor } from "../../distributions/registry";
import { plan } from "../../stack/plan";
import { agentFiles, serverFiles } from "../../distributions/rke2/files";
import { renderAgentConfig, renderServerConfig } from "../../distributions/rke2/documents";
import { checkFlags, RKE2_FLAGS } from "../../distributions/rke2/flags";
import { asgard, configOf, fixtures, patched, type Raw, small } from "./stack-fixtures";

const planOf = (raw: Raw) => planFor("rke2", plan(configOf(raw), "test"));

function machineOf(planned: StackPlan, name: string): NodePlan {
  const node = planned.nodes.find((candidate) => candidate.name === name);
  if (!node) throw new Error(`no machine ${name}`);
  return node;
}

const serverConfig = (raw: Raw, name: string) => renderServerConfig(planOf(raw), machineOf(planOf(raw), name));
const agentConfig = (raw: Raw, name: string) => renderAgentConfig(planOf(raw), machineOf(planOf(raw), name));

describe("RKE2's configuration", () => {
  it("is the reviewed one, for a server and for the agent with the GPU", () => {
    const planned = planOf(asgard());
    expect(serverFiles(planned, machineOf(planned, "valaskjalf-master-1"))).toMatchSnapshot();
    expect(agentFiles(planned, machineOf(planned, "valaskjalf-worker-3"))).toMatchSnapshot();
  });

  const stacks = fixtures("valid").filter(({ read }) => configOf(read()).cluster.distribution === "rke2");

  it.each(stacks)("contains no key that RKE2 would ignore, for $name", ({ read }) => {
    const planned = planOf(read());
    const keys = (kind: "server" | "agent", config: object) =>
      Object.keys(config).filter((key) => !RKE2_FLAGS[kind].has(key));
    const unknown = planned.nodes.flatMap((node) =>
      node.role === "control-plane"
        ? keys("server", renderServerConfig(planned, node))
        : keys("agent", renderAgentConfig(planned, node)),
    );
    expect(unknown).toEqual([]);
  });

  it("catches a misspelled key, and a server's key on an agent", () => {
    expect(() => checkFlags("server", { "tls-sans": [] })).toThrow("unknown server flags: tls-sans");
    expect(() => checkFlags("agent", { "token-file": "", "tls-san": [] })).toThrow("unknown agent flags: tls-san");
    expect(checkFlags("server", { "kubelet-arg+": [] })).toEqual({ "kubelet-arg+": [] });
  });

  it("leaves the choice between initializing and joining to run time", () => {
    expect(serverConfig(asgard(), "valaskjalf-master-2")).not.toHaveProperty("server");
    expect(agentConfig(asgard(), "valaskjalf-worker-1")).toMatchObject({ server: "https://10.10.10.100:9345" });
  });

  it("reads tokens from files and contains none", () => {
    expect(serverConfig(asgard(), "valaskjalf-master-1")).toMatchObject({
      "token-file": "/etc/rancher/rke2/token",
      "agent-token-file": "/etc/rancher/rke2/agent-token",
    });
    const text = JSON.stringify([
      serverConfig(asgard(), "valaskjalf-master-1"),
      agentConfig(asgard(), "valaskjalf-worker-1"),
    ]);
    expect(text).not.toMatch(/"(agent-)?token":/);
  });

  it("puts the VIP and the servers' addresses into the certificate", () => {
    expect(serverConfig(asgard(), "valaskjalf-master-2")["tls-san"]).toEqual([
      "10.10.10.100",
      "10.10.10.102",
      "valaskjalf-master-2",
      "10.10.10.101",
      "10.10.10.103",
    ]);
  });

  it("stays the same on a server when another joins, which must not restart it", () => {
    const more = {
      "valaskjalf-master-4": { role: "control-plane", vmId: 1004, address: "10.10.10.104", memoryMiB: 2048, cores: 1 },
      "valaskjalf-master-5": { role: "control-plane", vmId: 1005, address: "10.10.10.105", memoryMiB: 2048, cores: 1 },
    };
    const grown = patched(asgard(), { nodes: more, proxmox: { overcommit: { threads: 2 } } });
    const files = (raw: Raw) => serverFiles(planOf(raw), machineOf(planOf(raw), "valaskjalf-master-1"));
    expect(files(grown)).toEqual(files(asgard()));
  });

  it("replaces kube-proxy completely", () => {
    const planned = planOf(asgard());
    const server = serverConfig(asgard(), "valaskjalf-master-1");
    expect(server).toMatchObject({ cni: "cilium", "disable-kube-proxy": true });
    expect(ciliumValues(planned)).toMatchObject({
      kubeProxyReplacement: true,
      k8sServiceHost: "127.0.0.1",
      k8sServicePort: 6443,
    });
  });

  it("encrypts secrets, exposes etcd's metrics, and keeps an audit log of 30 days, 10 files and 100 MB", () => {
    expect(serverConfig(asgard(), "valaskjalf-master-1")).toMatchObject({
      "secrets-encryption": true,
      "etcd-expose-metrics": true,
      "audit-policy-file": "/etc/rancher/rke2/audit-policy.yaml",
      "kube-apiserver-arg": ["audit-log-maxage=30", "audit-log-maxbackup=10", "audit-log-maxsize=100"],
      "write-kubeconfig-mode": "0600",
    });
  });

  it("registers the node with the GPU with label and taint", () => {
    expect(agentConfig(asgard(), "valaskjalf-worker-3")).toMatchObject({
      "node-label": ["node-type=worker", "nvidia.com/gpu.present=true"],
      "node-taint": ["nvidia.com/gpu=true:PreferNoSchedule"],
    });
  });

  it("has no kube-vip without a VIP and no pool without addresses", () => {
    const planned = planOf(small());
    expect(serverFiles(planned, machineOf(planned, "master")).map(({ path }) => path)).toEqual([
      "/etc/rancher/rke2/config.yaml",
      "/etc/rancher/rke2/audit-policy.yaml",
      "/var/lib/rancher/rke2/server/manifests/rke2-cilium-config.yaml",
    ]);
  });

  it("makes every file readable by its owner only", () => {
    const planned = planOf(asgard());
    const files = planned.nodes.flatMap((node) => [...serverFiles(planned, node), ...agentFiles(planned, node)]);
    expect(new Set(files.map(({ mode }) => mode))).toEqual(new Set(["0600"]));
  });

  it("enables Hubble only on request", () => {
    expect(ciliumValues(planOf(small()))).toMatchObject({ hubble: { enabled: false } });
    expect(ciliumValues(planOf(patched(small(), { cluster: { hubble: true } })))).toMatchObject({
      hubble: { enabled: true, relay: { enabled: true }, ui: { enabled: true } },
    });
  });
});

function ciliumValues(planned: Rke2Plan): unknown {
  const first = planned.nodes[0];
  const file = first && serverFiles(planned, first).find(({ path }) => path.endsWith("rke2-cilium-config.yaml"));
  const config = parse(file?.content ?? "") as { spec: { valuesContent: string } };
  return parse(config.spec.valuesContent);
}
