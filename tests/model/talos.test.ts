import { parse, parseAllDocuments } from "yaml";
import type { NodePlan } from "../../model/cluster-plan";
import type { TalosPlan } from "../../distributions/talos/plan";
import { renderMachineConfig } from "../../distributions/talos/documents";
import { exampleTalosSecrets, pcTipsPlan } from "../support/pc-tips";
import { inNode, inSection } from "../support/plans";

interface Document extends Record<string, unknown> {
  readonly machine: Record<string, unknown>;
  readonly cluster: Record<string, unknown>;
}

function machineOf(plan: TalosPlan, name: string): NodePlan {
  const node = plan.nodes.find((candidate) => candidate.name === name);
  if (!node) throw new Error(`no machine ${name}`);
  return node;
}

function documents(plan: TalosPlan, name: string): [Document, ...Record<string, unknown>[]] {
  const text = renderMachineConfig(plan, machineOf(plan, name), exampleTalosSecrets);
  return parseAllDocuments(text).map((document) => document.toJS() as Document) as unknown as [Document];
}

const gpu = inSection("gpus", {
  rtx: { node: "work-00", path: "0000:06:00", deviceIds: ["10de:1eb8"], iommuGroup: 1 },
});

describe("a machine configuration of Talos", () => {
  it("is the reviewed one, for a control plane and for a worker", () => {
    expect(
      renderMachineConfig(pcTipsPlan(), machineOf(pcTipsPlan(), "ctrl-01"), exampleTalosSecrets),
    ).toMatchSnapshot();
    expect(
      renderMachineConfig(pcTipsPlan(), machineOf(pcTipsPlan(), "work-02"), exampleTalosSecrets),
    ).toMatchSnapshot();
  });

  it("has the host name, and on control planes the VIP, in documents of their own", () => {
    const [, ...others] = documents(pcTipsPlan(), "ctrl-00");
    expect(others).toEqual([
      { apiVersion: "v1alpha1", kind: "HostnameConfig", hostname: "ctrl-00", auto: "off" },
      { apiVersion: "v1alpha1", kind: "Layer2VIPConfig", name: "10.25.150.10", link: "eth0" },
    ]);
    expect(documents(pcTipsPlan(), "work-00")).toHaveLength(2);
  });

  it("contains no CA key on a worker", () => {
    const text = Buffer.from("key of ").toString("base64").slice(0, 8);
    const worker = renderMachineConfig(pcTipsPlan(), machineOf(pcTipsPlan(), "work-00"), exampleTalosSecrets);
    const server = renderMachineConfig(pcTipsPlan(), machineOf(pcTipsPlan(), "ctrl-00"), exampleTalosSecrets);
    expect(worker).not.toContain(text);
    expect(worker).not.toContain("secretbox-key");
    expect(server.match(new RegExp(text, "g"))).toHaveLength(5);
  });

  it("replaces kube-proxy completely, through KubePrism", () => {
    const [{ machine, cluster }] = documents(pcTipsPlan(), "ctrl-00");
    expect(machine).toMatchObject({ features: { kubePrism: { enabled: true, port: 7445 } } });
    expect(cluster).toMatchObject({ proxy: { disabled: true }, network: { cni: { name: "none" } } });
    expect(ciliumValues(pcTipsPlan())).toMatchObject({
      kubeProxyReplacement: true,
      k8sServiceHost: "localhost",
      k8sServicePort: 7445,
    });
  });

  it("sets taints at registration, as a worker may not set its own afterwards", () => {
    const tainted = pcTipsPlan(inNode("work-01", { taints: ["dedicated=media:NoSchedule"], labels: { disk: "fast" } }));
    const [{ machine }] = documents(tainted, "work-01");
    expect(machine).toMatchObject({
      kubelet: { extraConfig: { registerWithTaints: [{ key: "dedicated", value: "media", effect: "NoSchedule" }] } },
      nodeLabels: { disk: "fast" },
    });
    expect(machine).not.toHaveProperty("nodeTaints");
  });

  it("loads NVIDIA's driver only on the node with the GPU, with its label and taint", () => {
    const plan = pcTipsPlan(gpu);
    const [{ machine }] = documents(plan, "work-00");
    expect(machine).toMatchObject({
      kernel: {
        modules: [{ name: "nvidia" }, { name: "nvidia_uvm" }, { name: "nvidia_drm" }, { name: "nvidia_modeset" }],
      },
      nodeLabels: { "nvidia.com/gpu.present": "true" },
      kubelet: { extraConfig: { registerWithTaints: [{ key: "nvidia.com/gpu", effect: "PreferNoSchedule" }] } },
    });
    expect(documents(plan, "work-01")[0].machine).not.toHaveProperty("kernel");
  });

  it("stays the same on a machine when others are added", () => {
    const more = {
      "ctrl-03": { role: "control-plane", vmId: 8104, address: "10.25.150.14" },
      "ctrl-04": { role: "control-plane", vmId: 8105, address: "10.25.150.15" },
      "work-03": { role: "worker", vmId: 8204, address: "10.25.150.24" },
    };
    const grown = pcTipsPlan(inSection("nodes", more), inSection("proxmox", { overcommit: { memory: 2, threads: 2 } }));
    for (const name of ["ctrl-00", "work-00"]) expect(documents(grown, name)).toEqual(documents(pcTipsPlan(), name));
  });

  it("allows workloads on control planes only on request", () => {
    const open = pcTipsPlan(inSection("cluster", { allowSchedulingOnControlPlanes: true }));
    expect(documents(pcTipsPlan(), "ctrl-00")[0].cluster["allowSchedulingOnControlPlanes"]).toBe(false);
    expect(documents(open, "ctrl-00")[0].cluster["allowSchedulingOnControlPlanes"]).toBe(true);
  });

  it("pins every component to the Kubernetes release", () => {
    const text = renderMachineConfig(pcTipsPlan(), machineOf(pcTipsPlan(), "ctrl-00"), exampleTalosSecrets);
    const images = [...text.matchAll(/image: (?:ghcr\.io\/siderolabs|registry\.k8s\.io)\/\S+:(\S+)/g)];
    expect(images.map(([, tag]) => tag)).toEqual(["v1.35.7", "v1.35.7", "v1.35.7", "v1.35.7"]);
  });

  it("configures a VIP on control planes only when there is one", () => {
    const alone = pcTipsPlan(inSection("cluster", { vip: undefined }), ({ nodes = {} }) => {
      delete nodes["ctrl-01"];
      delete nodes["ctrl-02"];
    });
    expect(documents(alone, "ctrl-00").map(({ kind }) => kind)).toEqual([undefined, "HostnameConfig"]);
    expect(documents(alone, "ctrl-00")[0].cluster).toMatchObject({
      controlPlane: { endpoint: "https://10.25.150.11:6443" },
    });
  });
});

describe("Cilium on Talos", () => {
  it("is installed by a Job that needs neither CNI nor Service", () => {
    const { spec } = installer(pcTipsPlan()) as { spec: { template: { spec: Record<string, unknown> } } };
    expect(spec.template.spec).toMatchObject({
      hostNetwork: true,
      tolerations: [{ operator: "Exists" }],
      containers: [
        {
          image: "quay.io/cilium/cilium-cli:v0.19.6",
          args: ["--version", "1.19.5", "--values", "/etc/cilium-install/values.yaml"],
          env: [
            { name: "KUBERNETES_SERVICE_HOST", value: "localhost" },
            { name: "KUBERNETES_SERVICE_PORT", value: "7445" },
          ],
        },
      ],
    });
  });

  it("loads no kernel module and mounts no cgroups, as Talos does both", () => {
    const values = JSON.stringify(ciliumValues(pcTipsPlan()));
    expect(values).not.toContain("SYS_MODULE");
    expect(values).toContain('"cgroup":{"autoMount":{"enabled":false},"hostRoot":"/sys/fs/cgroup"}');
  });

  it("serves the Gateway API only on request, and then waits for its CRDs", () => {
    const without = pcTipsPlan(inSection("cluster", { gatewayApi: false }));
    expect(ciliumValues(pcTipsPlan())).toMatchObject({ gatewayAPI: { gatewayClass: { create: "true" } } });
    expect(documents(pcTipsPlan(), "ctrl-00")[0].cluster["extraManifests"]).toEqual([
      "https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.4.1/standard-install.yaml",
    ]);
    expect(ciliumValues(without)).not.toHaveProperty("gatewayAPI");
    expect(documents(without, "ctrl-00")[0].cluster["extraManifests"]).toEqual([]);
  });

  it("assigns the pool without the reserved addresses, and those to their Service only", () => {
    const pools = manifests(pcTipsPlan(), "load-balancer-pool").filter(
      ({ kind }) => kind === "CiliumLoadBalancerIPPool",
    );
    const blocks = pools.flatMap(({ spec }) => (spec as { blocks: { start: string; stop: string }[] }).blocks);
    const addresses = blocks.flatMap(({ start, stop }) => range(last(start), last(stop)));
    expect(addresses.sort((a, b) => a - b)).toEqual(range(220, 254));
    expect(pools.find(({ metadata }) => (metadata as { name: string }).name === "pc-tips-unbound")).toMatchObject({
      spec: {
        blocks: [{ start: "10.25.150.252", stop: "10.25.150.252" }],
        serviceSelector: { matchLabels: { "io.kubernetes.service.name": "unbound" } },
      },
    });
  });
});

const last = (address: string) => Number(address.split(".")[3]);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

function manifests(plan: TalosPlan, name: string): Record<string, unknown>[] {
  const [{ cluster }] = documents(plan, "ctrl-00");
  const inline = cluster["inlineManifests"] as { name: string; contents: string }[];
  const found = inline.find((manifest) => manifest.name === name);
  return parseAllDocuments(found?.contents ?? "").map((document) => document.toJS() as Record<string, unknown>);
}

const installer = (plan: TalosPlan) => manifests(plan, "cilium").find(({ kind }) => kind === "Job");

function ciliumValues(plan: TalosPlan): unknown {
  const config = manifests(plan, "cilium").find(({ kind }) => kind === "ConfigMap");
  return parse((config?.["data"] as Record<string, string>)["values.yaml"] ?? "");
}
