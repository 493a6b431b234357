import type { Config } from "../config";
import { livingMachines } from "../effective-machine";
import { effectiveNodes } from "../effective-node";
import type { Issue } from "../errors";
import { templateDiskStorage } from "../template-plans";
import type { Rule } from "./rule";
import { unknownName } from "./unknown-name";

/** Every storage a machine or the template uses is there, and holds what it is used for. */
const storagesHoldTheirContent: Rule = (config) =>
  uniqueByPath(usedStorages(config).flatMap((use) => storageIssues(config, use)));

/** What a kind of storage can hold at all (PVE::Storage's plugins: plugindata). */
const CONTENT: Readonly<Record<string, readonly string[]>> = {
  zfspool: ["images", "rootdir"],
  lvmthin: ["images", "rootdir"],
};

const contentFitsItsStorage: Rule = ({ proxmox }) =>
  Object.entries(proxmox.hosts).flatMap(([host, { storages }]) =>
    Object.entries(storages).flatMap(([name, { type, content }]) => {
      const able = CONTENT[type];
      const wrong = able ? content.filter((word) => !able.includes(word)) : [];
      if (!able || wrong.length === 0) return [];
      const path = `proxmox.hosts.${host}.storages.${name}.content`;
      const problem = `not what a ${type} can hold`;
      return [
        {
          path,
          problem,
          got: wrong.join(", "),
          allowed: `allowed are ${able.join(", ")}`,
          remedy: "move it to a storage of type dir",
        },
      ];
    }),
  );

const hostsHaveStorages: Rule = ({ proxmox }) =>
  Object.entries(proxmox.hosts)
    .filter(([, { storages }]) => Object.keys(storages).length === 0)
    .map(([host]) => ({
      path: `proxmox.hosts.${host}.storages`,
      problem: "no storage",
      got: "an empty map",
      allowed: "allowed is a map: storage: { type, content, capacityGiB }",
      remedy: "write what pvesm status says",
    }));

interface StorageUse {
  readonly path: string;
  readonly host: string;
  readonly storage: string;
  readonly content: "images" | "import" | "snippets" | "iso";
}

function usedStorages(config: Config): StorageUse[] {
  const nodes = effectiveNodes(config);
  const hosts = [...new Set(nodes.map((node) => node.host))];
  const { imageStorage, snippetStorage } = config.template;
  const ofHost = (host: string) => config.proxmox.hosts[host]?.diskStorage;
  const ofTemplates = hosts.flatMap((host): StorageUse[] => [
    { path: "template.imageStorage", host, storage: imageStorage, content: "import" },
    {
      path: ofHost(host) === undefined ? "template.diskStorage" : `proxmox.hosts.${host}.diskStorage`,
      host,
      storage: templateDiskStorage(config, host),
      content: "images",
    },
    // Talos boots without a cloud-init document.
    ...(config.cluster.distribution === "talos"
      ? []
      : [{ path: "template.snippetStorage", host, storage: snippetStorage, content: "snippets" } as const]),
  ]);
  const ofNodes = nodes.map((node): StorageUse => {
    const pool = node.role === "control-plane" ? "controlPlane" : "worker";
    const inherited =
      ofHost(node.host) === undefined ? `pools.${pool}.storage` : `proxmox.hosts.${node.host}.diskStorage`;
    const path = node.config.storage === undefined ? inherited : `nodes.${node.name}.storage`;
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
  if (!storages || Object.keys(storages).length === 0) return [];
  const found = storages[storage];
  if (!found) return unknownName(path, `storage on ${host}`, storage, Object.keys(storages));
  if (found.content.includes(content)) return [];
  const able = Object.keys(storages).filter((name) => storages[name]?.content.includes(content));
  const allowed = `allowed are storages with content ${content}${able.length > 0 ? ` (${able.join(", ")})` : ""}`;
  const remedy = `enable it on ${host} and add it to proxmox.hosts.${host}.storages.${storage}.content`;
  return [{ path, problem: `storage without content "${content}"`, got: `"${storage}"`, allowed, remedy }];
}

/** Six machines of a pool with one wrong storage are one mistake. */
function uniqueByPath(issues: readonly Issue[]): Issue[] {
  return [...new Map(issues.map((issue) => [`${issue.path}: ${issue.problem}`, issue])).values()];
}

export const storageRules: readonly Rule[] = [storagesHoldTheirContent, contentFitsItsStorage, hostsHaveStorages];
