import { parse, stringify } from "yaml";
import { renderCiliumConfig } from "../../../../distributions/rke2/cilium-config";
import { renderCiliumChart } from "../../../../distributions/k3s/cilium-chart";
import { inlineManifests } from "../../../../distributions/talos/cilium";
import { valuesOfCilium } from "../../documents/chart-values";
import { k3sStack, rke2Stack, talosStack } from "../support/stacks";

/** How a distribution has Helm install Cilium. */
export interface CiliumRelease {
  readonly distribution: "RKE2" | "Talos" | "k3s";
  /** The name of the release. */
  readonly name: string;
  readonly chart: string;
  /** Files of values, in Helm's order: what the distribution says by itself, and what we do. */
  readonly values: readonly string[];
  /** The last of them. */
  readonly ours: string;
  /** More arguments. */
  readonly flags: readonly string[];
}

const only = (values: readonly string[]): string => {
  const [text] = values;
  if (text === undefined || values.length !== 1) throw new Error(`there are ${values.length} texts with values`);
  return text;
};

/** What rke2-cilium 1.18.103 has instead of the defaults of the chart it is made of (generated-changes/patch/values.yaml.patch). */
const rke2Defaults = stringify({
  cni: { chainingMode: "portmap", exclusive: false },
  envoy: { enabled: false },
  hubble: { enabled: false, relay: { prometheus: { enabled: true } } },
  ipam: { mode: "kubernetes" },
  operator: { setNodeTaints: false },
});

const ofRke2 = only(
  valuesOfCilium(renderCiliumConfig({ ...rke2Stack, cluster: { ...rke2Stack.cluster, hubble: true } })),
);

/** The Helm controller's job: `helm install … --values …` with what RKE2 sets for each of its charts. */
export const rke2Cilium: CiliumRelease = {
  distribution: "RKE2",
  name: "rke2-cilium",
  chart: "cilium-1.18.3.tgz",
  values: [rke2Defaults, ofRke2],
  ours: ofRke2,
  flags: [
    "--set-string",
    `global.clusterCIDR=${rke2Stack.cluster.podCidr},global.systemDefaultRegistry=,global.clusterDNS=10.43.0.10`,
  ],
};

const ofK3s = only(valuesOfCilium(renderCiliumChart(k3sStack)));

/** The Helm controller's job for a chart that is not its own: our values, and nothing beside them. */
export const k3sCilium: CiliumRelease = {
  distribution: "k3s",
  name: "cilium",
  chart: "cilium-1.19.5.tgz",
  values: [ofK3s],
  ours: ofK3s,
  flags: [],
};

const ofTalos = only(inlineManifests(talosStack).flatMap(({ contents }) => valuesOfCilium(contents)));

/** cilium-cli's `install` (install/helm.go, v0.19.6): one operator unless the values say otherwise, and no wait. */
export const talosCilium: CiliumRelease = {
  distribution: "Talos",
  name: "cilium",
  chart: "cilium-1.19.5.tgz",
  values: [stringify({ operator: { replicas: 1 } }), ofTalos],
  ours: ofTalos,
  flags: [],
};

/** One of our values, and a text of values in which it is another one. */
export interface Leaf {
  readonly path: string;
  readonly otherwise: string;
}

/** Every value that is ours, alone. */
export function leavesOf({ ours }: CiliumRelease): Leaf[] {
  return leaves(parse(ours), []).map(([path, value]) => ({
    path: path.join("."),
    otherwise: stringify(path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), another(value))),
  }));
}

function leaves(value: unknown, path: readonly string[]): [path: readonly string[], value: unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, child]) => leaves(child, [...path, key]));
}

function another(value: unknown): unknown {
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  if (Array.isArray(value)) return ["ELSE"];
  return value === "true" ? "false" : "else";
}
