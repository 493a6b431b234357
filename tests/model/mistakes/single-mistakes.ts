import { asgard, patched, type Raw } from "../stack-fixtures";

/** One thing wrong with a stack file, and where it is said. */
export interface Mistake {
  readonly name: string;
  readonly patch: Raw;
  readonly said: string;
  /** Places that its message speaks of too: it cannot be known while one of these is not. */
  readonly needs: readonly string[];
}

/** asgard with a second host, a bridge of its own, a router and a stranger's machine: something of everything. */
export function wide(): Raw {
  const disks = { "local-zfs": { type: "zfspool", content: ["images"], capacityGiB: 900 } };
  const files = { local: { type: "dir", content: ["iso", "import", "snippets"], capacityGiB: 90 } };
  const host = { threads: 32, memoryMiB: 65536, bridges: ["vmbr0"], storages: { ...disks, ...files } };
  const rtx = { host: "midgard", node: "midgard-worker-2", path: "0000:02:00", deviceIds: ["10de:1eb8"] };
  return patched(asgard(), {
    proxmox: { hosts: { asgard: { threads: 32 }, midgard: { ...host, address: "10.10.10.11", templateVmId: 90002 } } },
    network: {
      subnets: { inner: { cidr: "10.20.0.0/24", gateway: "10.20.0.1", bridge: "vmbr7", gatewayVm: "router" } },
      bridges: { vmbr7: { host: "midgard", vlanAware: false, address: "10.20.0.2/24" } },
    },
    nodes: {
      ...Object.fromEntries(
        [1, 2, 3]
          .map((n) => [`valaskjalf-master-${n}`, { host: "asgard" }])
          .concat([1, 2, 3].map((n) => [`valaskjalf-worker-${n}`, { host: "asgard" }])),
      ),
      "midgard-worker-1": { role: "worker", vmId: 2001, address: "10.10.10.121", host: "midgard" },
      "midgard-worker-2": { role: "worker", vmId: 2002, address: "10.10.10.122", host: "midgard" },
    },
    vms: {
      router: {
        host: "midgard",
        vmId: 3001,
        source: { clone: 8000 },
        cores: 1,
        memoryMiB: 1024,
        diskGiB: 8,
        storage: "local-zfs",
        nics: [{ subnet: "lan" }, { subnet: "inner" }],
      },
      store: {
        host: "asgard",
        vmId: 3002,
        source: "image",
        cores: 1,
        memoryMiB: 1024,
        diskGiB: 8,
        storage: "local-zfs",
        nics: [{ subnet: "lan", macAddress: "BC:24:11:00:0A:01" }],
        address: "10.10.10.131",
      },
    },
    gpus: { quadro: rtx },
  });
}

const mistake = (section: string, said: string, patch: Raw, ...needs: string[]): Mistake => ({
  name: `${said} as ${JSON.stringify(patch)}`,
  said,
  needs,
  patch: { [section]: patch },
});

const broken = (section: string, value: unknown): Mistake => ({
  name: `${section} as ${JSON.stringify(value)}`,
  said: section,
  needs: [],
  patch: { [section]: value },
});

const W1 = "valaskjalf-worker-1";
const W2 = "valaskjalf-worker-2";

/** Mistakes of shape first, then those that a rule finds. Each is made in one section alone. */
export const MISTAKES: readonly Mistake[] = [
  mistake("proxmox", "proxmox.endpoint", { endpoint: "10.10.10.10" }),
  mistake("proxmox", "proxmox.hosts.asgard.address", { hosts: { asgard: { address: "10.10.10" } } }),
  mistake("proxmox", "proxmox.hosts.asgard.memoryMiB", { hosts: { asgard: { memoryMiB: "64 GiB" } } }),
  mistake("proxmox", "proxmox.hosts.midgard.bridges", { hosts: { midgard: { bridges: "vmbr0" } } }),
  mistake("proxmox", "proxmox.hosts.midgard.storages.local.type", {
    hosts: { midgard: { storages: { local: { type: "nfs" } } } },
  }),
  mistake("network", "network.subnets.lan.gateway", { subnets: { lan: { gateway: "10.10.10.256" } } }),
  mistake("network", "network.subnets.inner.cidr", { subnets: { inner: { cidr: "10.20.0.0" } } }),
  mistake("network", "network.subnets.lan.vlan", { subnets: { lan: { vlan: 4095 } } }),
  mistake("network", "network.bridges.vmbr7.ports", { bridges: { vmbr7: { ports: "eno2" } } }),
  mistake("template", "template.vmId", { vmId: "90001" }),
  mistake("template", "template.image.sha256", { image: { sha256: "abc" } }),
  mistake("access", "access.sshPort", { sshPort: 70_000 }),
  mistake("access", "access.authorizedKeys", { authorizedKeys: "ssh-ed25519 AAAA" }),
  mistake("os", "os.timezone", { timezone: "Paris" }),
  mistake("os", "os.packages[0]", { packages: ["Vim"] }),
  mistake("cluster", "cluster.distribution", { distribution: "k0s" }),
  mistake("cluster", "cluster.name", { name: "Valaskjalf" }),
  mistake("cluster", "cluster.vip", { vip: "10.10.10.300" }),
  mistake("cluster", "cluster.version", { version: "1.34" }, "cluster.distribution"),
  mistake("cluster", "cluster.podCidr", { podCidr: "10.42.0.0" }),
  mistake("cluster", "cluster.subnt", { subnt: "lan" }),
  mistake("pools", "pools.worker.cores", { worker: { cores: "3" } }),
  mistake("pools", "pools.controlPlane.storage", { controlPlane: { storage: 7 } }),
  mistake("nodes", `nodes.${W1}.role`, { [W1]: { role: "agent" } }),
  mistake("nodes", `nodes.${W1}.vmId`, { [W1]: { vmId: 99 } }),
  mistake("nodes", `nodes.${W2}.address`, { [W2]: { address: "10.10.10.1120" } }),
  mistake("nodes", `nodes.${W2}.hostt`, { [W2]: { hostt: "asgard" } }),
  mistake("nodes", "nodes.Worker_9", {
    Worker_9: { role: "worker", vmId: 1019, address: "10.10.10.119", host: "asgard" },
  }),
  mistake("nodes", "nodes.midgard-worker-1", { "midgard-worker-1": [] }),
  mistake("vms", "vms.store.memoryMiB", { store: { memoryMiB: 1.5 } }),
  mistake("vms", "vms.store.source", { store: { source: "cloud" } }),
  mistake("vms", "vms.router.nics", { router: { nics: {} } }),
  mistake("gpus", "gpus.quadro.path", { quadro: { path: "02:00.0" } }),
  mistake("gpus", "gpus.quadro.deviceIds", { quadro: { deviceIds: "10de:1eb8" } }),
  broken("proxmox", "https://10.10.10.10:8006/"),
  broken("network", []),
  broken("template", 90001),
  broken("access", ["odin"]),
  broken("cluster", "rke2"),
  broken("pools", []),
  broken("vms", ["router"]),
  broken("gpus", "rtx2080"),
  mistake(
    "proxmox",
    "proxmox.hosts.asgard.reserve.memoryMiB",
    {
      hosts: { asgard: { reserve: { memoryMiB: 70_000 } } },
    },
    "proxmox.hosts.asgard.memoryMiB",
  ),
  mistake("proxmox", "proxmox.hosts.midgard.storages.local-zfs.content", {
    hosts: { midgard: { storages: { "local-zfs": { content: ["images", "iso"] } } } },
  }),
  mistake("network", "network.subnets.lan.dns[1]", { subnets: { lan: { dns: ["10.10.10.1", "10.10.10.1"] } } }),
  mistake("network", "network.bridges.vmbr7.address", { bridges: { vmbr7: { address: "10.20.0.0/24" } } }),
  mistake("template", "template.image.url", {
    image: { url: "https://cloud-images.ubuntu.com/noble/current/noble-server-cloudimg-amd64.img" },
  }),
  mistake("access", "access.user", { user: "root" }),
  mistake("cluster", "cluster.vip", { vip: "10.10.10.0" }, "network.subnets.lan.cidr"),
  mistake("cluster", "cluster.serviceCidr", { serviceCidr: "10.43.0.0/29", dnsServiceIp: "10.43.0.3" }),
  mistake(
    "cluster",
    "cluster.agentVersion",
    { agentVersion: "v1.35.0+rke2r1" },
    "cluster.distribution",
    "cluster.version",
  ),
  mistake("cluster", "cluster.loadBalancerPool", { loadBalancerPool: { from: "10.10.10.99", to: "10.10.10.50" } }),
  mistake("pools", "pools.worker.taints[1]", { worker: { taints: ["a=b:NoSchedule", "a=c:NoSchedule"] } }),
  mistake("nodes", `nodes.${W2}.address`, { [W2]: { address: "10.10.10.111" } }, `nodes.${W1}.address`),
  mistake("nodes", `nodes.${W2}.vmId`, { [W2]: { vmId: 1011 } }, `nodes.${W1}.vmId`),
  mistake("nodes", `nodes.${W2}.macAddress`, {
    [W1]: { macAddress: "BC:24:11:00:00:01" },
    [W2]: { macAddress: "BC:24:11:00:00:01" },
  }),
  mistake("nodes", `nodes.${W1}.labels`, { [W1]: { labels: { "kubernetes.io/team": "a" } } }),
  mistake("vms", "vms.router.cores", { router: { cores: 33 } }, "proxmox.hosts.midgard.threads"),
  mistake("vms", "vms.router.source.clone", { router: { source: { clone: 3001 } } }),
  mistake("vms", "vms.store.nics[1]", { store: { nics: [{ subnet: "lan" }, {}] } }),
  mistake("gpus", "gpus.quadro.node", { quadro: { node: "nobody" } }),
  mistake("gpus", "gpus.quadro.manageMapping", { quadro: { mapping: "rtx2080", manageMapping: false } }),
];
