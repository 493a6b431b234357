import type { Config } from "../config";
import { nearestWord } from "../edit-distance";
import { effectiveMachines, livingMachines } from "../effective-machine";
import { effectiveNodes } from "../effective-node";
import type { Issue } from "../errors";
import { bridgesOn } from "./bridges";
import type { Rule } from "./rule";

export const hostsAreKnown: Rule = (config) => {
  const hosts = Object.keys(config.proxmox.hosts);
  const ofNodes = effectiveNodes(config).map((node) => [`nodes.${node.name}.host`, node.host] as const);
  const ofGpus = Object.entries(config.gpus).map(
    ([name, gpu]) => [`gpus.${name}.host`, gpu.host ?? onlyOf(hosts)] as const,
  );
  const ofBridges = Object.entries(config.network.bridges).map(
    ([name, bridge]) => [`network.bridges.${name}.host`, bridge.host ?? onlyOf(hosts)] as const,
  );
  const ofMachines = effectiveMachines(config).map(({ name, host }) => [`machines.${name}.host`, host] as const);
  return [...ofNodes, ...ofGpus, ...ofBridges, ...ofMachines].flatMap(([path, host]) =>
    unknownName(path, "host", host, hosts),
  );
};

export const subnetsAreKnown: Rule = (config) => {
  const subnets = Object.keys(config.network.subnets);
  const ofCluster = config.cluster.subnet === undefined ? [] : [["cluster.subnet", config.cluster.subnet] as const];
  const ofNodes = effectiveNodes(config)
    .filter((node) => node.config.subnet !== undefined || config.cluster.subnet === undefined)
    .map((node) => [`nodes.${node.name}.subnet`, node.subnet] as const);
  const ofMachines = livingMachines(config).flatMap(({ name, nics }) =>
    nics.flatMap(({ subnet }, nic) =>
      subnet === undefined ? [] : [[`machines.${name}.nics[${nic}].subnet`, subnet] as const],
    ),
  );
  return [...ofCluster, ...ofNodes, ...ofMachines].flatMap(([path, subnet]) =>
    unknownName(path, "subnet", subnet, subnets),
  );
};

/** Only bridges of subnets that are used on a host must be there. */
export const bridgesAreKnown: Rule = (config) => {
  const needed = effectiveNodes(config).map((node) => `${node.subnet}/${node.host}`);
  return [...new Set(needed)].flatMap((pair) => {
    const [subnet = "", host = ""] = pair.split("/");
    const bridge = config.network.subnets[subnet]?.bridge;
    return bridge && config.proxmox.hosts[host]
      ? unknownName(`network.subnets.${subnet}.bridge`, `bridge on ${host}`, bridge, bridgesOn(config, host))
      : [];
  });
};

/** A machine may be plugged into a bridge directly, or into one of another host's subnet by mistake. */
export const bridgesOfMachinesAreKnown: Rule = (config) =>
  livingMachines(config).flatMap(({ name, host, nics }) =>
    nics.flatMap(({ subnet, bridge }, nic) => {
      if (bridge === "" || !config.proxmox.hosts[host]) return [];
      const path = `machines.${name}.nics[${nic}].${subnet === undefined ? "bridge" : "subnet"}`;
      return unknownName(path, `bridge on ${host}`, bridge, bridgesOn(config, host));
    }),
  );

/** Every storage a machine or the template uses is there, and holds what it is used for. */
export const storagesHoldTheirContent: Rule = (config) =>
  uniqueByPath(usedStorages(config).flatMap((use) => storageIssues(config, use)));

interface StorageUse {
  readonly path: string;
  readonly host: string;
  readonly storage: string;
  readonly content: "images" | "import" | "snippets" | "iso";
}

function usedStorages(config: Config): StorageUse[] {
  const nodes = effectiveNodes(config);
  const hosts = [...new Set(nodes.map((node) => node.host))];
  const { imageStorage, diskStorage, snippetStorage } = config.template;
  const ofTemplates = hosts.flatMap((host): StorageUse[] => [
    { path: "template.imageStorage", host, storage: imageStorage, content: "import" },
    { path: "template.diskStorage", host, storage: diskStorage, content: "images" },
    // Talos boots without a cloud-init document.
    ...(config.cluster.distribution === "talos"
      ? []
      : [{ path: "template.snippetStorage", host, storage: snippetStorage, content: "snippets" } as const]),
  ]);
  const ofNodes = nodes.map((node): StorageUse => {
    const pool = node.role === "control-plane" ? "controlPlane" : "worker";
    const path = node.config.storage === undefined ? `pools.${pool}.storage` : `nodes.${node.name}.storage`;
    return { path, host: node.host, storage: node.storage, content: "images" };
  });
  const ofMachines = livingMachines(config).flatMap(({ name, host, config: { source, storage } }): StorageUse[] => [
    ...(storage === undefined ? [] : [{ path: `machines.${name}.storage`, host, storage, content: "images" as const }]),
    ...(typeof source === "object" && "iso" in source
      ? [
          {
            path: `machines.${name}.source.iso`,
            host,
            storage: source.iso.split(":")[0] ?? "",
            content: "iso" as const,
          },
        ]
      : []),
  ]);
  return [...ofTemplates, ...ofNodes, ...ofMachines];
}

function storageIssues(config: Config, { path, host, storage, content }: StorageUse): Issue[] {
  const storages = config.proxmox.hosts[host]?.storages;
  if (!storages) return [];
  const found = storages[storage];
  if (!found) return unknownName(path, `storage on ${host}`, storage, Object.keys(storages));
  if (found.content.includes(content)) return [];
  const able = Object.keys(storages).filter((name) => storages[name]?.content.includes(content));
  const allowed = `allowed are storages with content ${content}${able.length > 0 ? ` (${able.join(", ")})` : ""}`;
  const remedy = `enable it on ${host} and add it to proxmox.hosts.${host}.storages.${storage}.content`;
  return [{ path, problem: `storage without content "${content}"`, got: `"${storage}"`, allowed, remedy }];
}

function unknownName(path: string, what: string, name: string, known: readonly string[]): Issue[] {
  if (known.includes(name)) return [];
  const allowed = `allowed ${known.length === 1 ? "is" : "are"} ${known.join(", ")}`;
  if (name === "")
    return [
      {
        path,
        problem: "missing key",
        got: "nothing",
        allowed,
        remedy: `say which ${what} it is, as there are several`,
      },
    ];
  const meant = nearestWord(name, known);
  return [
    {
      path,
      problem: `unknown ${what}`,
      got: `"${name}"`,
      allowed,
      remedy: meant ? `did you mean "${meant}"?` : "use or add one of them",
    },
  ];
}

const onlyOf = (names: readonly string[]) => (names.length === 1 ? (names[0] ?? "") : "");

/** Six machines of a pool with one wrong storage are one mistake. */
function uniqueByPath(issues: readonly Issue[]): Issue[] {
  return [...new Map(issues.map((issue) => [`${issue.path}: ${issue.problem}`, issue])).values()];
}
