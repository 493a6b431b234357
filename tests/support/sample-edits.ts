import { existsSync } from "node:fs";
import { join } from "node:path";
import type { StackConfig } from "../../distributions/distribution";
import { loadStackFile } from "../../stack/load-stack-file";
import { parseConfig } from "../../stack/parse";
import type { Sections } from "./plans";

/** Stacks of this checkout, and one of the engine's tests. */
export type Stack = "asgard" | "r730" | "pc-tips" | "k3s";

/** An edit of one key of one stack file that passes every rule; `value` undefined takes the key away. */
export interface SampleEdit {
  readonly stack: Stack;
  readonly path: readonly string[];
  readonly value: unknown;
  /** What the file says besides, before the edit and after it. */
  readonly given?: { readonly path: string; readonly value: unknown };
}

const of =
  (stack: Stack) =>
  (path: string, value: unknown, given?: SampleEdit["given"]): SampleEdit => ({
    stack,
    path: path.split("/"),
    value,
    ...(given && { given }),
  });

const asgard = of("asgard");
const r730 = of("r730");
const pcTips = of("pc-tips");
const k3s = of("k3s");

const MASTER = "nodes/valaskjalf-master-2";
const WORKER = "nodes/valaskjalf-worker-2";
const NODE2 = "nodes/k8s-node2";
const GPU = "gpus/rtx2080";
const NOBLE = "https://cloud-images.ubuntu.com/releases/noble/release-20260108/ubuntu-24.04-server-cloudimg-amd64.img";
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKgRg4nMI8gcBk0u8Zt2lMlnCSmiZ8TZ2EaWhBv9p5pS other@example";

const NAS = { path: "proxmox/storages/nas", value: { type: "nfs", content: ["iso"], capacityGiB: 100 } };
const BY_SHA512 = { path: "template/image", value: { url: NOBLE, sha512: "a".repeat(128) } };
const CILIUM = { path: "cluster/cni", value: "cilium" };
const BY_CILIUM = {
  path: "cluster",
  value: {
    name: "k3s",
    distribution: "k3s",
    version: "v1.34.1+k3s1",
    vip: "10.40.0.100",
    cni: "cilium",
    disable: ["servicelb"],
    loadBalancerPool: { from: "10.40.0.200", to: "10.40.0.220", announcedBy: "cilium" },
  },
};
const PODINFO = {
  chart: "podinfo",
  repository: "https://charts.example.net",
  version: "6.7.0",
  tier: "0-core",
  values: { replicas: 1 },
};
const TIER = "platform/tiers/0-core";
const PLATFORM = {
  path: "platform",
  value: {
    tiers: {
      "0-core": {
        priority: 1000,
        preempts: true,
        gpu: false,
        podSecurity: "baseline",
        container: { cpuMillis: 100, memoryMiB: 128, memoryLimitMiB: 256, maxMemoryMiB: 1024 },
        quota: { cpuMillis: 1000, memoryMiB: 1024, memoryLimitMiB: 2048, pods: 10 },
      },
    },
    namespaces: { ingress: "0-core" },
    addons: { podinfo: PODINFO },
    manifests: {
      own: { objects: [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "own", namespace: "ingress" } }] },
    },
  },
};
const TWO_TIERS = {
  path: "platform",
  value: {
    ...PLATFORM.value,
    tiers: { ...PLATFORM.value.tiers, "1-other": { ...PLATFORM.value.tiers["0-core"], priority: 500 } },
  },
};
const TWO_ADD_ONS = {
  path: "platform",
  value: { ...PLATFORM.value, addons: { podinfo: PODINFO, "cert-manager": { tier: "0-core" } } },
};
const ADD_ON = "platform/addons/podinfo";
const AUDIT = { path: "cluster/audit", value: { maxAgeDays: 5 } };
const ON_PVE = { path: "network/bridges/vmbr1/hosts", value: { pve: {} } };

/** At least one edit of every key, for every distribution that says something of its own about it. */
export const SAMPLE_EDITS: readonly SampleEdit[] = [
  asgard("proxmox/endpoint", "https://10.10.10.11:8006/"),
  asgard("proxmox/insecure", true),
  asgard("proxmox/ssh/user", "automation"),
  asgard("proxmox/ssh/port", 2022),
  asgard("proxmox/cloneConcurrency", 1),
  asgard("proxmox/overcommit/memory", 1.5),
  asgard("proxmox/overcommit/threads", 1.5),
  asgard("proxmox/overcommit/disk", 1.5),
  asgard("proxmox/hosts/asgard/address", "10.10.10.12"),
  asgard("proxmox/hosts/asgard/node", "asgard"),
  asgard("proxmox/hosts/asgard/endpoint", "https://10.10.10.10:8006"),
  asgard("proxmox/hosts/asgard/insecure", true),
  asgard("proxmox/hosts/asgard/threads", 24),
  asgard("proxmox/hosts/asgard/memoryMiB", 131_072),
  asgard("proxmox/hosts/asgard/reserve/memoryMiB", 4096),
  asgard("proxmox/hosts/asgard/reserve/threads", 0),
  asgard("proxmox/hosts/asgard/bridges", ["vmbr0", "vmbr1"]),
  asgard("proxmox/hosts/asgard/managementInterfaces", ["eno1"]),
  asgard("proxmox/hosts/asgard/interfaceMtus", { eno1: 9000 }),
  asgard("proxmox/hosts/asgard/storages/local-zfs/type", "lvmthin"),
  asgard("proxmox/hosts/asgard/storages/local/content", ["import", "snippets"]),
  asgard("proxmox/hosts/asgard/storages/local-zfs/capacityGiB", 950),
  asgard("proxmox/storages/nas/type", "cifs", NAS),
  asgard("proxmox/storages/nas/content", ["iso", "backup"], NAS),
  asgard("proxmox/storages/nas/capacityGiB", 200, NAS),
  asgard("proxmox/storages/nas/hosts", ["asgard"], NAS),
  asgard("proxmox/hosts/asgard/sshPort", 2022),
  asgard("proxmox/hosts/asgard/diskStorage", "other"),
  asgard("proxmox/hosts/asgard/templateVmId", 90_002),

  asgard("network/subnets/lan/cidr", "10.10.10.0/23"),
  asgard("network/subnets/lan/gateway", "10.10.10.2"),
  asgard("network/subnets/lan/dns", ["10.10.10.3"]),
  asgard("network/subnets/lan/searchDomain", "home.arpa"),
  r730("network/subnets/management/gatewayVm", undefined),
  r730("network/subnets/kubernetes/bridge", "vmbr0"),
  r730("network/subnets/kubernetes/vlan", 21),
  r730("network/bridges/vmbr1/host", "other"),
  r730("network/bridges/vmbr1/hosts/pve/ports", ["eno3"], ON_PVE),
  r730("network/bridges/vmbr1/hosts/pve/address", "10.0.30.2/24", ON_PVE),
  r730("network/bridges/vmbr1/hosts/pve/mtu", 1400, ON_PVE),
  r730("network/bridges/vmbr1/vlanAware", false),
  r730("network/bridges/vmbr1/ports", ["eno3"]),
  r730("network/bridges/vmbr1/address", "10.0.30.2/24"),
  r730("network/bridges/vmbr1/mtu", 1400),
  r730("network/bridges/vmbr1/comment", "other"),

  asgard("template/vmId", 90_003),
  asgard("template/name", "other"),
  asgard("template/image/url", NOBLE),
  asgard("template/image/sha256", "a".repeat(64)),
  asgard("template/image/sha512", "b".repeat(128), BY_SHA512),
  asgard("template/image/diskGiB", 5),
  asgard("template/imageStorage", "other"),
  asgard("template/diskStorage", "other"),
  asgard("template/snippetStorage", "other"),

  asgard("access/user", "thor"),
  asgard("access/sshPort", 2200),
  asgard("access/authorizedKeys", [KEY]),
  asgard("access/bastion/host", "10.10.10.12"),
  asgard("access/bastion/port", 2022),
  asgard("access/bastion/user", "jump"),
  asgard("access/bastion/hostKey", KEY),
  asgard("access/dialAttempts", 60),
  asgard("access/apiProxy", "socks5://10.10.10.10:1080"),

  asgard("os/family", undefined),
  asgard("os/locale", "en_US.UTF-8"),
  asgard("os/keyboard", "us"),
  asgard("os/timezone", "Etc/UTC"),
  asgard("os/packages", ["vim"]),

  asgard("cluster/name", "other"),
  asgard("cluster/podCidr", "10.52.0.0/16"),
  asgard("cluster/serviceCidr", "10.53.0.0/16"),
  asgard("cluster/dnsServiceIp", "10.43.0.53"),
  asgard("cluster/clusterDomain", "k8s.home.arpa"),
  asgard("cluster/vip", "10.10.10.120"),
  asgard("cluster/subnet", "other"),
  asgard("cluster/distribution", "kubeadm"),
  asgard("cluster/cni", "other"),
  asgard("cluster/version", "v1.34.2+rke2r1"),
  r730("cluster/version", "v1.34.3"),
  pcTips("cluster/version", "v1.13.8"),
  asgard("cluster/agentVersion", "v1.33.5+rke2r1"),
  pcTips("cluster/kubernetesVersion", "v1.35.6"),
  asgard("cluster/kubeVipVersion", "v1.0.2"),
  asgard("cluster/loadBalancerPool/from", "10.10.10.40"),
  asgard("cluster/loadBalancerPool/to", "10.10.10.90"),
  asgard("cluster/loadBalancerPool/reserved", { web: "10.10.10.60" }),
  r730("cluster/loadBalancerPool/from", "10.0.20.201"),
  r730("cluster/loadBalancerPool/to", "10.0.20.219"),
  r730("cluster/loadBalancerPool/announcedBy", "kube-vip"),
  pcTips("cluster/loadBalancerPool/from", "10.25.150.221"),
  pcTips("cluster/loadBalancerPool/to", "10.25.150.253"),
  pcTips("cluster/loadBalancerPool/reserved", {}),
  asgard("cluster/hubble", true),
  pcTips("cluster/hubble", false),
  asgard("cluster/disable", []),
  asgard("cluster/audit/maxAgeDays", 7),
  asgard("cluster/audit/maxBackups", 7),
  asgard("cluster/audit/maxSizeMB", 7),
  r730("cluster/audit/maxAgeDays", 7),
  r730("cluster/audit/maxBackups", 7),
  r730("cluster/audit/maxSizeMB", 7),
  asgard("cluster/sans", ["k8s.example.org"]),
  r730("cluster/sans", ["k8s.example.org"]),
  pcTips("cluster/sans", ["k8s.example.org"]),
  asgard("cluster/artifactSha256", "b".repeat(64)),
  r730("cluster/calicoVersion", "v3.31.6"),
  r730("cluster/calicoSha256", { "operator-crds.yaml": "c".repeat(64), "tigera-operator.yaml": "d".repeat(64) }),
  r730("cluster/containerdVersion", "1.7.28-0ubuntu1~24.04.1"),
  r730("cluster/registryMirrors", { "docker.io": "http://10.0.20.10:5001" }),
  k3s("cluster/version", "v1.34.2+k3s1"),
  k3s("cluster/agentVersion", "v1.33.5+k3s1"),
  k3s("cluster/flannelBackend", "host-gw"),
  k3s("cluster/ciliumVersion", "v1.19.4", CILIUM),
  k3s("cluster/hubble", true, CILIUM),
  k3s("cluster/loadBalancerPool/from", "10.40.0.201"),
  k3s("cluster/loadBalancerPool/to", "10.40.0.219"),
  k3s("cluster/loadBalancerPool/announcedBy", "kube-vip"),
  k3s("cluster/loadBalancerPool/reserved", {}, BY_CILIUM),
  k3s("cluster/disable", ["servicelb"]),
  k3s("cluster/registryMirrors", { "docker.io": "http://10.40.0.6:5000" }),
  k3s("cluster/audit/maxAgeDays", 7, AUDIT),
  k3s("cluster/audit/maxBackups", 7, AUDIT),
  k3s("cluster/audit/maxSizeMB", 7, AUDIT),
  k3s("cluster/sans", ["k8s.example.org"]),
  k3s("cluster/artifactSha256", "b".repeat(64)),
  k3s("pools/controlPlane/diskGiB", 30),
  k3s("pools/worker/diskGiB", 30),
  k3s("nodes/worker-1/diskGiB", 30),
  pcTips("cluster/extensions", ["siderolabs/iscsi-tools"]),
  pcTips("cluster/imageFactory", "https://factory.example.org"),
  pcTips("cluster/ciliumVersion", "v1.19.4"),
  pcTips("cluster/ciliumCliVersion", "v0.18.9"),
  pcTips("cluster/gatewayApi", false),
  pcTips("cluster/gatewayApiVersion", "v1.4.0"),
  pcTips("cluster/allowSchedulingOnControlPlanes", true),

  asgard("pools/controlPlane/cores", 1),
  asgard("pools/controlPlane/memoryMiB", 3584),
  asgard("pools/controlPlane/diskGiB", 60),
  r730("pools/controlPlane/diskGiB", 300),
  pcTips("pools/controlPlane/diskGiB", 120),
  asgard("pools/controlPlane/storage", "other"),
  asgard("pools/controlPlane/tags", ["other"]),
  asgard("pools/controlPlane/labels", { disk: "fast" }),
  asgard("pools/controlPlane/taints", []),
  asgard("pools/worker/cores", 2),
  asgard("pools/worker/memoryMiB", 8192),
  asgard("pools/worker/diskGiB", 110),
  r730("pools/worker/diskGiB", 300),
  pcTips("pools/worker/diskGiB", 120),
  asgard("pools/worker/storage", "other"),
  asgard("pools/worker/tags", ["other"]),
  asgard("pools/worker/labels", { disk: "fast" }),
  asgard("pools/worker/taints", ["dedicated=db:NoSchedule"]),

  asgard(`${MASTER}/role`, "worker"),
  asgard(`${WORKER}/vmId`, 1020),
  asgard(`${WORKER}/address`, "10.10.10.130"),
  r730(`${NODE2}/subnet`, "management"),
  asgard(`${WORKER}/macAddress`, "BC:24:11:00:00:01"),
  r730(`${NODE2}/storage`, "ssd"),
  asgard(`${WORKER}/host`, "other"),
  asgard(`${WORKER}/generation`, 1),
  asgard(`${MASTER}/failed`, true),
  asgard(`${WORKER}/cores`, 2),
  asgard(`${WORKER}/memoryMiB`, 8192),
  asgard(`${WORKER}/diskGiB`, 120),
  r730(`${NODE2}/diskGiB`, 300),
  pcTips("nodes/work-01/diskGiB", 120),
  asgard(`${WORKER}/labels`, { disk: "fast" }),
  asgard(`${WORKER}/taints`, ["dedicated=db:NoSchedule"]),
  asgard(`${WORKER}/tags`, ["db"]),

  r730("vms/docker-registry/vmId", 221),
  r730("vms/docker-registry/host", "other"),
  r730("vms/docker-registry/source", "none"),
  r730("vms/docker-registry/state", "stopped"),
  r730("vms/docker-registry/adopt", true),
  r730("vms/docker-registry/cores", 2),
  r730("vms/docker-registry/memoryMiB", 2048),
  r730("vms/docker-registry/diskGiB", 210),
  r730("vms/docker-registry/storage", "local-lvm"),
  r730("vms/docker-registry/nics", [{ subnet: "kubernetes" }, { subnet: "management" }]),
  r730("vms/docker-registry/address", "10.0.20.11"),
  r730("vms/docker-registry/protect", true),
  r730("vms/docker-registry/onBoot", false),
  r730("vms/docker-registry/startup/order", 6),
  r730("vms/docker-registry/startup/upDelaySeconds", 6),
  r730("vms/docker-registry/startup/downDelaySeconds", 6),
  r730("vms/docker-registry/machineType", "q35"),
  r730("vms/docker-registry/osType", "l24"),
  r730("vms/docker-registry/tags", ["registry"]),
  r730("vms/docker-registry/description", "other"),

  asgard(`${GPU}/node`, "valaskjalf-worker-2"),
  asgard(`${GPU}/host`, "other"),
  asgard(`${GPU}/path`, "0000:02:00"),
  asgard(`${GPU}/deviceIds`, ["10de:1e84", "10de:10f8", "10de:1ad8", "10de:1ad9"]),
  asgard(`${GPU}/iommuGroup`, 2),
  asgard(`${GPU}/subsystemId`, "10de:12a6"),
  asgard(`${GPU}/mapping`, "other"),
  asgard(`${GPU}/manageMapping`, false),
  asgard(`${GPU}/labels`, { "nvidia.com/gpu.present": "true", model: "rtx2080" }),
  asgard(`${GPU}/taints`, []),
  asgard(`${GPU}/tags`, ["rtx"]),

  asgard(`${TIER}/priority`, 2000, PLATFORM),
  asgard(`${TIER}/preempts`, false, PLATFORM),
  asgard(`${TIER}/gpu`, true, PLATFORM),
  asgard(`${TIER}/podSecurity`, "restricted", PLATFORM),
  asgard(`${TIER}/container/cpuMillis`, 200, PLATFORM),
  asgard(`${TIER}/container/memoryMiB`, 256, PLATFORM),
  asgard(`${TIER}/container/memoryLimitMiB`, 512, PLATFORM),
  asgard(`${TIER}/container/maxMemoryMiB`, 2048, PLATFORM),
  asgard(`${TIER}/quota/cpuMillis`, 2000, PLATFORM),
  asgard(`${TIER}/quota/memoryMiB`, 2048, PLATFORM),
  asgard(`${TIER}/quota/memoryLimitMiB`, 4096, PLATFORM),
  asgard(`${TIER}/quota/pods`, 20, PLATFORM),
  asgard("platform/namespaces", { ingress: "0-core", vault: "0-core" }, PLATFORM),
  asgard(`${ADD_ON}/chart`, "other", PLATFORM),
  asgard(`${ADD_ON}/repository`, "oci://registry.example.net/charts", PLATFORM),
  asgard(`${ADD_ON}/version`, "6.7.1", PLATFORM),
  asgard(`${ADD_ON}/sha256`, "0".repeat(64), PLATFORM),
  asgard("platform/chartMirror", "oci://registry.example.net/charts", TWO_ADD_ONS),
  asgard(`${ADD_ON}/namespace`, "other", PLATFORM),
  asgard(`${ADD_ON}/tier`, "1-other", TWO_TIERS),
  asgard(`${ADD_ON}/podSecurity`, "privileged", PLATFORM),
  asgard(`${ADD_ON}/needs`, ["cert-manager"], TWO_ADD_ONS),
  asgard(`${ADD_ON}/timeoutSeconds`, 120, PLATFORM),
  asgard(`${ADD_ON}/values/replicas`, 2, PLATFORM),
  asgard("platform/manifests/own/needs", ["podinfo"], PLATFORM),
  asgard("platform/manifests/own/objects", [], PLATFORM),
];

/** The sections of a stack file after edits, as a fresh value. */
export function sectionsWith(stack: Stack, ...edits: readonly SampleEdit[]): Sections {
  const own = join(__dirname, "..", "..", `Pulumi.${stack}.yaml`);
  const { raw } = loadStackFile(existsSync(own) ? own : join(__dirname, `../engine/stacks/Pulumi.${stack}.yaml`));
  const sections = structuredClone(raw) as Sections;
  for (const { path, value, given } of edits) {
    if (given) setValue(sections, given.path.split("/"), structuredClone(given.value));
    setValue(sections, path, value);
  }
  return sections;
}

function setValue(map: Record<string, unknown>, [name = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length > 0) setValue((map[name] ??= {}) as Record<string, unknown>, rest, value);
  else if (value === undefined) delete map[name];
  else map[name] = value;
}

/** The parsed configuration of a stack, and the same with an edit that no rule has looked at. */
export function configsOf(sample: SampleEdit): { readonly applied: StackConfig; readonly wanted: StackConfig } {
  const { stack, given } = sample;
  const applied = parseConfig(
    sectionsWith(stack, ...(given ? [{ stack, ...given, path: given.path.split("/") }] : [])),
  );
  const wanted = structuredClone(applied);
  setValue(wanted, sample.path, sample.value);
  return { applied, wanted };
}
