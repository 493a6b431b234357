import { type AddOnLimits, untestedPair } from "../../model/add-on";
import { minorOf } from "../../model/kubernetes-releases";
import type { Distribution } from "../distribution";
import { sharedBy } from "../rancher/distribution";
import { effects } from "./effects";
import { K3S } from "./names";
import { versions } from "./read-versions";
import { rules } from "./rules";

/** The oldest minor whose configuration keys match ours. */
const CILIUM: AddOnLimits = { oldest: "v1.17.0", why: "its values are written for newer ones" };

const shared = sharedBy(K3S, versions.kubeVip.version);

/** k3s: one binary for server and agent, with etcd in the server. */
export const k3s: Distribution<"k3s"> = {
  ...shared,
  title: "k3s",
  // docs.k3s.io/installation/requirements: 2 cores and 2 GB of a server, 1 core and 512 MB of an agent, to which comes what
  // kubernetes.io asks of any machine.
  sizes: {
    "control-plane": { least: { cores: 1, memoryMiB: 2048 }, advised: { cores: 2, memoryMiB: 2048 } },
    worker: { least: { cores: 1, memoryMiB: 1024 }, advised: { cores: 1, memoryMiB: 1024 } },
  },
  systems: ["ubuntu", "debian"],
  effects,
  brings: { "metrics-server": ["metrics-server"], metallb: ["servicelb"], traefik: ["traefik"] },
  servesWithNodes: ({ disable }) => !disable.includes("servicelb"),
  nvidia: "by NRI",
  issues: (config) => rules.flatMap((rule) => rule(config)),
  warnings: (cluster) => {
    const untested = untestedPair("Cilium", cluster.ciliumVersion, versions.ciliumTestedWith, minorOf(cluster.version));
    return [...shared.warnings(cluster), ...(cluster.cni === "cilium" && untested !== undefined ? [untested] : [])];
  },
  addOns: (cluster) => [
    ...shared.addOns(cluster),
    { path: "cluster.ciliumVersion", release: cluster.ciliumVersion, tested: versions.cilium.version, ...CILIUM },
  ],
  outsiders: ({ registryMirrors }) =>
    Object.entries(registryMirrors).map(([name, url]) => ({
      path: `cluster.registryMirrors.${name}`,
      what: `mirror of ${name}`,
      address: new URL(url).hostname,
    })),
};
