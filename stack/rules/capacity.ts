import type { StackConfig } from "../../distributions/distribution";
import type { Issue } from "../../model/errors";
import { hostSums, sharedStorageSums, templatesOn } from "../host-sums";
import { imageDiskGiB } from "../image-size";
import { type Resident, residents } from "../residents";
import { storagesOn } from "../../model/storages";
import type { Rule } from "./rule";

type Size = (node: Resident) => number;

const memoryFits: Rule = (config) =>
  hostSums(config)
    .filter(({ memoryMiB }) => memoryMiB.available > 0 && memoryMiB.used > memoryMiB.available)
    .map(({ host, memoryMiB }) => {
      const { memoryMiB: total, reserve } = hostOf(config, host);
      const sum = sumOf(config, [host], (node) => node.memoryMiB);
      const limit = limitOf(memoryMiB.available, total, reserve.memoryMiB, config.proxmox.overcommit.memory, " MiB");
      return overflow(`proxmox.hosts.${host}`, "memory", `${memoryMiB.used} MiB (${sum})`, limit);
    });

const threadsFit: Rule = (config) =>
  hostSums(config)
    .filter(({ threads }) => threads.available > 0 && threads.used > threads.available)
    .map(({ host, threads }) => {
      const { threads: total, reserve } = hostOf(config, host);
      const sum = sumOf(config, [host], (node) => node.cores);
      const limit = limitOf(threads.available, total, reserve.threads, config.proxmox.overcommit.threads, " threads");
      return overflow(`proxmox.hosts.${host}`, "threads", `${threads.used} vCPUs (${sum})`, limit);
    });

const disksFit: Rule = (config) => {
  const own = hostSums(config).flatMap(({ host, storages }) =>
    Object.entries(storages).map(([name, sum]) => ({ ...sum, name, hosts: [host], path: `proxmox.hosts.${host}` })),
  );
  const shared = sharedStorageSums(config).map(({ storage, ...sum }) => ({
    ...sum,
    name: storage,
    path: `proxmox.storages.${storage}`,
  }));
  return [...own, ...shared]
    .filter(({ usedGiB, capacityGiB }) => usedGiB > capacityGiB)
    .map(({ path, name, hosts, usedGiB, capacityGiB }) => {
      const sum = sumOf(config, hosts, (node) => (node.storage === name ? node.diskGiB : 0));
      const total = storagesOn(config, hosts[0] ?? "")[name]?.capacityGiB ?? 0;
      const limit = limitOf(capacityGiB, total, 0, config.proxmox.overcommit.disk, " GiB");
      return overflow(path, "disk", `${usedGiB} GiB on ${name} (${sum}${templateShare(config, name, hosts)})`, limit);
    });
};

/** A guest with more vCPUs than its host has threads cannot start: Proxmox refuses it, overcommitted or not. */
const machinesFitTheirHost: Rule = (config) =>
  residents(config).flatMap((node) => {
    const threads = config.proxmox.hosts[node.host]?.threads ?? Infinity;
    if (node.cores <= threads) return [];
    const allowed = `must be at most the ${threads} threads of ${node.host}`;
    return [
      {
        path: `${node.path}.cores`,
        problem: "more than its host has",
        got: String(node.cores),
        allowed,
        remedy: "lower it",
      },
    ];
  });

/** A clone starts as large as the image and can only grow. */
const disksHoldTheImage: Rule = (config) =>
  residents(config)
    .filter((node) => node.fromImage && node.diskGiB < imageDiskGiB(config))
    .map((node) => ({
      path: `${node.path}.diskGiB`,
      problem: "smaller than the image",
      got: String(node.diskGiB),
      allowed: `must be ${imageDiskGiB(config)} GiB or more`,
      remedy: "raise it here or in its pool",
    }));

function hostOf(config: StackConfig, name: string): StackConfig["proxmox"]["hosts"][string] {
  const host = config.proxmox.hosts[name];
  if (!host) throw new Error(`no host ${name}: sums are made of known hosts only`);
  return host;
}

/** `3 x 4096 + 3 x 12288`: what is promised, by size. */
function sumOf(config: StackConfig, hosts: readonly string[], size: Size): string {
  const counts = new Map<number, number>();
  for (const node of residents(config).filter((other) => hosts.includes(other.host) && size(other) > 0)) {
    counts.set(size(node), (counts.get(size(node)) ?? 0) + 1);
  }
  return [...counts].map(([amount, count]) => (count === 1 ? String(amount) : `${count} x ${amount}`)).join(" + ");
}

function templateShare(config: StackConfig, storage: string, hosts: readonly string[]): string {
  const count = templatesOn(config, storage, hosts);
  if (count === 0) return "";
  return count === 1
    ? ` + ${imageDiskGiB(config)} for the template`
    : ` + ${count} x ${imageDiskGiB(config)} for the templates`;
}

/** `57344 MiB (65536 less 8192 in reserve)` */
function limitOf(available: number, total: number, reserve: number, overcommit: number, unit: string): string {
  const parts = [
    `${total}`,
    ...(reserve > 0 ? [`less ${reserve} in reserve`] : []),
    ...(overcommit > 1 ? [`times ${overcommit}`] : []),
  ];
  return `${available}${unit}${parts.length > 1 ? ` (${parts.join(" ")})` : ""}`;
}

function overflow(path: string, what: "memory" | "threads" | "disk", got: string, limit: string): Issue {
  const remedy = `make machines smaller, or set proxmox.overcommit.${what} explicitly`;
  return {
    path,
    problem: `machines ask for more ${what} than there ${what === "threads" ? "are" : "is"}`,
    got,
    allowed: `must be ${limit}`,
    remedy,
  };
}

export const capacityRules: readonly Rule[] = [
  memoryFits,
  threadsFit,
  disksFit,
  machinesFitTheirHost,
  disksHoldTheImage,
];
