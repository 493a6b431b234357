import { parse } from "yaml";
import type { ClusterPlan } from "../../model/cluster-plan";
import { oldGatewayApi, untestedCilium } from "./cilium-releases";
import { restart } from "../../model/key-effect";
import { vendorOf } from "../../model/gpu-vendor";
import { minorOf } from "../../model/kubernetes-releases";
import type { Distribution, Image } from "../distribution";
import { CILIUM, CILIUM_CLI, GATEWAY_API } from "./add-ons";
import { effects } from "./effects";
import { unknownExtension } from "./extensions";
import type { TalosConfig } from "./plan";
import { versions } from "./read-versions";
import { releaseIssues, releaseNotices } from "./release-change";
import { rules } from "./rules";
import { extensionsOf, schematicImageUrl, schematicId } from "./schematic";
import { renderTalosWaitsScript } from "./script";
import { deriveTalosSecrets } from "./secrets";

/** Talos Linux: its own image without SSH, configured over its own API. */
export const talos: Distribution<"talos"> = {
  title: "Talos",
  kubernetesKey: "kubernetesVersion",
  // docs.siderolabs.com/talos, system requirements.
  sizes: {
    "control-plane": { least: { cores: 2, memoryMiB: 2048 }, advised: { cores: 2, memoryMiB: 2048 } },
    worker: { least: { cores: 1, memoryMiB: 1024 }, advised: { cores: 1, memoryMiB: 1024 } },
  },
  systems: ["talos"],
  removesFailedNodes: false,
  nvidia: "in the image",
  effects,
  diskGrowth: restart("Talos fills a disk when it boots: the node is drained, and restarted by Talos itself"),

  issues: (config) => rules.flatMap((rule) => rule(config)),
  warnings: ({ ciliumVersion, kubernetesVersion, gatewayApi, gatewayApiVersion, extensions }) =>
    [
      untestedCilium(ciliumVersion, minorOf(kubernetesVersion)),
      gatewayApi ? oldGatewayApi(ciliumVersion, gatewayApiVersion) : undefined,
      ...extensions.map(unknownExtension),
    ].filter((text) => text !== undefined),
  releases: ({ kubernetesVersion: release }) => [{ path: "cluster.kubernetesVersion", release }],
  addOns: ({ ciliumVersion, ciliumCliVersion, gatewayApiVersion }) => [
    { path: "cluster.ciliumVersion", release: ciliumVersion, tested: versions.cilium.version, ...CILIUM },
    {
      path: "cluster.ciliumCliVersion",
      release: ciliumCliVersion,
      tested: versions.ciliumCli.version,
      ...CILIUM_CLI,
    },
    {
      path: "cluster.gatewayApiVersion",
      release: gatewayApiVersion,
      tested: versions.gatewayApi.version,
      ...GATEWAY_API,
    },
  ],
  outsiders: ({ imageFactory }) => [
    { path: "cluster.imageFactory", what: "image factory", address: new URL(imageFactory).hostname },
  ],

  kubernetesVersion: ({ kubernetesVersion }) => kubernetesVersion,
  image,

  releaseText: ({ version, kubernetesVersion }) => `talos ${version}, Kubernetes ${kubernetesVersion}`,
  vipHolder: () => ({ name: "Talos" }),
  keepsControlPlanesFree: ({ allowSchedulingOnControlPlanes }) => !allowSchedulingOnControlPlanes,
  wayIn: ["Talos API", "on every node, port 50000; no SSH"],

  releaseIssues,
  releaseNotices,

  derivedSecrets: (rootKey) => {
    const { clusterSecret, machineToken, bootstrapToken, secretboxKey } = deriveTalosSecrets(rootKey);
    return { clusterSecret, machineToken, bootstrapToken, secretboxKey };
  },
  outputs: { talosconfig: wrongTalosconfig },
  waitsScript: renderTalosWaitsScript,
};

/** Known before the factory builds it, except its checksum. */
function image({ cluster, gpus }: TalosConfig): Image {
  const schematic = schematicId(extensionsOf(cluster, Object.values(gpus).map(vendorOf)));
  const imageName = `talos-${cluster.version}-${schematic.slice(0, 12)}.qcow2`;
  return { imageUrl: schematicImageUrl(cluster, schematic), imageName };
}

interface Talosconfig {
  readonly context?: string;
  readonly contexts?: Readonly<Record<string, { readonly endpoints?: readonly string[] }>>;
}

/** It is used where the nodes are reachable, and lists every control plane. */
function wrongTalosconfig(text: string, { nodes }: ClusterPlan): string[] {
  const { context = "", contexts = {} } = parse(text) as Talosconfig;
  const endpoints = contexts[context]?.endpoints ?? [];
  const missing = nodes.filter(({ role, address }) => role === "control-plane" && !endpoints.includes(address));
  return missing.map(({ name }) => `the talosconfig does not name ${name}`);
}
