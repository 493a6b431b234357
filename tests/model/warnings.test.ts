import { join } from "node:path";
import { localAddresses } from "../../stack/network-warnings";
import { loadStackFile } from "../../stack/load-stack-file";
import { plan } from "../../stack/plan";
import { pcTipsPlan } from "../support/pc-tips";
import { configOf, patched, type Raw, small } from "./stack-fixtures";

/** Warnings that a change to the smallest stack brings. */
function warnings(patch: Raw): string[] {
  const before = plan(configOf(small()), "small").warnings;
  return plan(configOf(patched(small(), patch)), "small").warnings.filter((line) => !before.includes(line));
}

/** The same of a stack of Talos. */
function ofTalos(cluster: Raw): string[] {
  const before = pcTipsPlan().warnings;
  return pcTipsPlan((sections) => Object.assign(sections["cluster"] ?? {}, cluster)).warnings.filter(
    (line) => !before.includes(line),
  );
}

describe("a plan", () => {
  it("warns about public networks that belong to others", () => {
    expect(warnings({ cluster: { podCidr: "8.8.0.0/16", serviceCidr: "100.64.0.0/16" } })).toEqual([
      "cluster.podCidr 8.8.0.0/16 is a public range: nodes and pods cannot reach those addresses on the Internet",
    ]);
  });

  it("warns about an unknown extension of Talos, and about a package that uses etcd's ports", () => {
    expect(ofTalos({ extensions: ["siderolabs/iscsi-tool", "siderolabs/zfs", "me/mine"] })).toEqual([
      "cluster.extensions has siderolabs/iscsi-tool, which is not known here: did you mean siderolabs/iscsi-tools?",
      "cluster.extensions has me/mine, which is not known here: the image factory may not have it",
    ]);
    expect(warnings({ os: { packages: ["etcd-server"] } })).toEqual([
      "os.packages has etcd-server: it occupies the ports of the cluster's own etcd",
    ]);
  });

  it("warns about a proxy to Proxmox on this machine", () => {
    expect(localAddresses(configOf(patched(small(), { proxmox: { endpoint: "https://localhost:8006/" } })))).toEqual([
      "proxmox.endpoint is localhost: it reaches Proxmox only through a tunnel on this machine",
    ]);
  });

  it("warns about a registry mirror on the nodes themselves", () => {
    const registryMirrors = { "docker.io": "http://127.0.0.1:30020" };
    const stack = loadStackFile(join(__dirname, "../../Pulumi.r730.yaml")).raw;
    expect(localAddresses(configOf(patched(stack, { cluster: { registryMirrors } })))).toEqual([
      "cluster.registryMirrors.docker.io is 127.0.0.1: each node connects to itself, so you must run a server on every node",
    ]);
  });

  it("warns about an image factory on loopback, which differs for this computer and the hosts", () => {
    const stack = loadStackFile(join(__dirname, "../../Pulumi.pc-tips.yaml")).raw;
    expect(localAddresses(configOf(patched(stack, { cluster: { imageFactory: "https://127.0.0.1" } })))).toEqual([
      "cluster.imageFactory is 127.0.0.1: this computer and every Proxmox host connect to themselves, so each must run one",
    ]);
  });

  it("warns about a machine without a NIC, unless it was adopted", () => {
    const size = { cores: 1, memoryMiB: 1024, diskGiB: 8, storage: "local-zfs" };
    const vms = { a: { vmId: 300, nics: [], ...size }, b: { vmId: 301, adopt: true, ...size } };
    expect(warnings({ vms })).toEqual(["vms.a has no NIC: only its console is reachable"]);
  });

  it("warns about a cluster without DNS, and about a domain reserved for multicast DNS", () => {
    const lan = { searchDomain: "home.local" };
    expect(warnings({ cluster: { disable: ["rke2-coredns"] }, network: { subnets: { lan } } })).toEqual([
      "cluster.disable has rke2-coredns: pods look up no name until you install a DNS server",
      "network.subnets.lan.searchDomain home.local belongs to multicast DNS (RFC 6762): resolvers may not resolve it",
    ]);
  });

  it("warns about releases of Kubernetes and the Gateway API that Cilium is not tested with", () => {
    expect(ofTalos({ kubernetesVersion: "v1.36.0", gatewayApiVersion: "v1.2.0" })).toEqual([
      "Cilium v1.19.5 is tested with Kubernetes 1.32 to 1.35, not with 1.36",
      "Cilium v1.19.5 asks for the Gateway API v1.4.1, and gets v1.2.0: what came since is missing",
    ]);
  });
});
