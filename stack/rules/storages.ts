import { distributionOf, hasLogin } from "../../distributions/registry";
import type { StackConfig } from "../../distributions/distribution";
import { livingVms } from "../../model/effective-vm";
import { type EffectiveNode, effectiveNodes } from "../../model/effective-node";
import type { Issue } from "../../model/errors";
import { areTogether, installationOf } from "../../model/installations";
import { isShared, type StorageOn, storagesOn, type StorageType } from "../../model/storages";
import { templateDiskStorage, templateHost } from "../template-plans";
import { repeated, type Rule } from "./rule";
import { unknownName } from "./unknown-name";

/** Every storage a machine or the template uses is there, and holds what it is used for. */
const storagesHoldTheirContent: Rule = (config) =>
  uniqueByPath(usedStorages(config).flatMap((use) => storageIssues(config, use)));

const FILES = ["images", "rootdir", "vztmpl", "iso", "backup", "snippets", "import"];

/** What a kind of storage can hold at all (PVE::Storage's plugins: plugindata). */
const CONTENT: Readonly<Record<StorageType, readonly string[]>> = {
  zfspool: ["images", "rootdir"],
  lvmthin: ["images", "rootdir"],
  lvm: ["images", "rootdir"],
  rbd: ["images", "rootdir"],
  zfs: ["images"],
  cephfs: FILES.filter((content) => content !== "images" && content !== "rootdir"),
  nfs: FILES,
  cifs: FILES,
  dir: FILES,
  btrfs: FILES,
};

const contentFitsItsStorage: Rule = (config) =>
  everyStorage(config).flatMap(({ path, type, content }) => {
    const wrong = content.filter((word) => !CONTENT[type].includes(word));
    if (wrong.length === 0) return [];
    return [
      {
        path: `${path}.content`,
        problem: `not supported by ${type}`,
        got: wrong.join(", "),
        allowed: `must be ${CONTENT[type].join(", ")}`,
        remedy: `move it to a storage of type ${wrong.includes("images") ? "rbd or nfs" : "dir"}`,
      },
    ];
  });

const hostsHaveStorages: Rule = (config) =>
  Object.keys(config.proxmox.hosts)
    .filter((host) => Object.keys(storagesOn(config, host)).length === 0)
    .map((host) => ({
      path: `proxmox.hosts.${host}.storages`,
      problem: "no storage",
      got: "an empty map",
      allowed: "must be a map: storage: { type, content, capacityGiB }",
      remedy: "copy it from pvesm status",
    }));

/** A name is one storage in the whole Proxmox cluster (storage.cfg), so that what is shared is no host's own. */
const sharedStoragesAreDeclaredOnce: Rule = ({ proxmox }) =>
  Object.entries(proxmox.hosts).flatMap(([host, { storages }]) =>
    Object.keys(storages)
      .filter((name) => proxmox.storages[name] !== undefined)
      .map((name) => ({
        path: `proxmox.hosts.${host}.storages.${name}`,
        problem: "declared in proxmox.storages already",
        got: `"${name}"`,
        allowed: "must be declared once",
        remedy: "remove it here, or give the host's local storage its name in Proxmox",
      })),
  );

const sharingHostsAreKnown: Rule = ({ proxmox }) =>
  Object.entries(proxmox.storages).flatMap(([name, { hosts = [] }]) =>
    hosts.flatMap((host) => unknownName(`proxmox.storages.${name}.hosts`, "host", host, Object.keys(proxmox.hosts))),
  );

/** Hosts that stand alone know nothing of each other's disks and files, wherever those are. */
const sharingHostsAreTogether: Rule = (config) =>
  Object.entries(config.proxmox.storages).flatMap(([name, { hosts = [] }]) => {
    const [first = "", ...others] = hosts;
    const apart = others.find((host) => !areTogether(config, first, host));
    if (apart === undefined) return [];
    return [
      {
        path: `proxmox.storages.${name}.hosts`,
        problem: `${first} and ${apart} are behind different endpoints`,
        got: [first, ...others].join(", "),
        allowed: "must be hosts of one Proxmox cluster",
        remedy: "declare it once for each of them, under different names",
      },
    ];
  });

/** Hosts of one Proxmox cluster have one storage.cfg: one name has one type. */
const storagesOfOneNameAreAlike: Rule = (config) => {
  const { proxmox } = config;
  const all = Object.entries(proxmox.hosts).flatMap(([host, { storages }]) =>
    Object.entries(storages).map(([name, { type, content }]) => ({ host, name, type, content })),
  );
  return repeated(all, ({ host, name }) => `${installationOf(config, host).endpoint} ${name}`)
    .filter(({ item, first }) => item.type !== first.type)
    .map(({ item, first }) => ({
      path: `proxmox.hosts.${item.host}.storages.${item.name}.type`,
      problem: `another kind than on ${first.host}, though storage names are unique in a Proxmox cluster`,
      got: `"${item.type}"`,
      allowed: `must be "${first.type}"`,
      remedy: "copy it from pvesm status there",
    }));
};

/** Proxmox clones to another host only what lies on shared storage, and only onto it (API2/Qemu.pm, clone_vm). */
const clonesReachTheirTemplate: Rule = (config) =>
  uniqueByPath(
    imageUses(config).flatMap(({ path, host, storage }) => {
      const from = templateHost(config, host);
      if (from === host || (isShared(config, host, storage) && isShared(config, from, storage))) return [];
      const both = Object.entries(storagesOn(config, host)).filter(
        ([name, { content }]) =>
          content.includes("images") && isShared(config, host, name) && isShared(config, from, name),
      );
      return [
        {
          path,
          problem: `not shared with ${from}, where the template of ${host} is`,
          got: `"${storage}"`,
          allowed: `must be a shared storage${both.length > 0 ? `, e.g. ${both.map(([name]) => name).join(", ")}` : ` that ${from} has too`}`,
          remedy: `use one, or give ${host} its own template with proxmox.hosts.${host}.templateVmId`,
        },
      ];
    }),
  );

function everyStorage(config: StackConfig): StorageOn[] {
  const all = Object.keys(config.proxmox.hosts).flatMap((host) => Object.values(storagesOn(config, host)));
  return [...new Map(all.map((storage) => [storage.path, storage])).values()];
}

interface StorageUse {
  readonly path: string;
  readonly host: string;
  readonly storage: string;
  readonly content: "images" | "import" | "snippets" | "iso";
}

function usedStorages(config: StackConfig): StorageUse[] {
  const nodes = effectiveNodes(config);
  const hosts = [...new Set(nodes.map((node) => node.host))];
  const { imageStorage, snippetStorage } = config.template;
  const ofHost = (host: string) => config.proxmox.hosts[host]?.diskStorage;
  const ofTemplates = hosts.flatMap((host): StorageUse[] => [
    { path: "template.imageStorage", host: templateHost(config, host), storage: imageStorage, content: "import" },
    {
      path: ofHost(host) === undefined ? "template.diskStorage" : `proxmox.hosts.${host}.diskStorage`,
      host,
      storage: templateDiskStorage(config, host),
      content: "images",
    },
    ...(hasLogin(distributionOf(config.cluster))
      ? [{ path: "template.snippetStorage", host, storage: snippetStorage, content: "snippets" } as const]
      : []),
  ]);
  const ofNodes = nodes.map((node) => nodeUse(config, node));
  const ofMachines = livingVms(config).flatMap(({ name, host, config: { source, storage } }): StorageUse[] => [
    ...(storage === undefined ? [] : [{ path: `vms.${name}.storage`, host, storage, content: "images" as const }]),
    ...(typeof source === "object" && "iso" in source
      ? [
          {
            path: `vms.${name}.source.iso`,
            host,
            storage: source.iso.split(":")[0] ?? "",
            content: "iso" as const,
          },
        ]
      : []),
  ]);
  return [...ofTemplates, ...ofNodes, ...ofMachines];
}

function nodeUse(config: StackConfig, { name, role, host, storage, config: own }: EffectiveNode): StorageUse {
  const pool = role === "control-plane" ? "controlPlane" : "worker";
  const ofHost = config.proxmox.hosts[host]?.diskStorage;
  const inherited = ofHost === undefined ? `pools.${pool}.storage` : `proxmox.hosts.${host}.diskStorage`;
  return { path: own.storage === undefined ? inherited : `nodes.${name}.storage`, host, storage, content: "images" };
}

/** Where machines that come from the image have their disks. */
function imageUses(config: StackConfig): StorageUse[] {
  const vms = livingVms(config).filter(({ config: { source } }) => source === "image");
  return [
    ...effectiveNodes(config).map((node) => nodeUse(config, node)),
    ...vms.flatMap(({ name, host, config: { storage } }): StorageUse[] =>
      storage === undefined ? [] : [{ path: `vms.${name}.storage`, host, storage, content: "images" }],
    ),
  ];
}

function storageIssues(config: StackConfig, { path, host, storage, content }: StorageUse): Issue[] {
  const storages = storagesOn(config, host);
  if (Object.keys(storages).length === 0) return [];
  const found = storages[storage];
  if (!found) return unknownName(path, `storage on ${host}`, storage, Object.keys(storages));
  if (found.content.includes(content)) return [];
  const able = Object.keys(storages).filter((name) => storages[name]?.content.includes(content));
  const allowed = `must be storages with content ${content}${able.length > 0 ? ` (${able.join(", ")})` : ""}`;
  const remedy = CONTENT[found.type].includes(content)
    ? `enable it on ${host} and add it to ${found.path}.content`
    : `choose another: a ${found.type} cannot hold it`;
  return [{ path, problem: `storage without content "${content}"`, got: `"${storage}"`, allowed, remedy }];
}

/** Six machines of a pool with one wrong storage are one mistake. */
function uniqueByPath(issues: readonly Issue[]): Issue[] {
  return [...new Map(issues.map((issue) => [`${issue.path}: ${issue.problem}`, issue])).values()];
}

export const storageRules: readonly Rule[] = [
  storagesHoldTheirContent,
  contentFitsItsStorage,
  hostsHaveStorages,
  sharedStoragesAreDeclaredOnce,
  sharingHostsAreKnown,
  sharingHostsAreTogether,
  storagesOfOneNameAreAlike,
  clonesReachTheirTemplate,
];
