import { distributionOf } from "../distributions/registry";
import { osOf } from "./family";
import type { TemplatePlan } from "../model/cluster-plan";
import type { StackConfig } from "../distributions/distribution";
import type { EffectiveNode } from "../model/effective-node";
import { imageDiskGiB } from "./image-size";
import { isShared } from "../model/storages";

/**
 * One template for every host that carries machines, so that every clone is a local one; hosts that share the storage it
 * is on, and say no id of their own, share the template too.
 */
export function templatePlans(config: StackConfig, nodes: readonly EffectiveNode[]): TemplatePlan[] {
  const used = Object.keys(config.proxmox.hosts).filter((host) => nodes.some((node) => node.host === host));
  const hosts = [...new Set(used.map((host) => templateHost(config, host)))].sort();
  return hosts.map((host) => {
    const serves = used.filter((other) => templateHost(config, other) === host).sort();
    return templatePlan(config, { host, serves, hosts }, nodes);
  });
}

/** The VM id of a host's copy of the template: the first and usually only host needs no entry of its own. */
export function templateVmId(config: StackConfig, host: string): number {
  return config.proxmox.hosts[host]?.templateVmId ?? config.template.vmId;
}

/** The host of the template that this host's machines are cloned from: of those that share one, the first by name. */
export function templateHost(config: StackConfig, host: string): string {
  if (!sharesTemplate(config, host)) return host;
  const storage = templateDiskStorage(config, host);
  const others = Object.keys(config.proxmox.hosts).filter(
    (other) => sharesTemplate(config, other) && templateDiskStorage(config, other) === storage,
  );
  return others.sort()[0] ?? host;
}

function sharesTemplate(config: StackConfig, host: string): boolean {
  const hasOwn = config.proxmox.hosts[host]?.templateVmId !== undefined;
  return !hasOwn && isShared(config, host, templateDiskStorage(config, host));
}

/** Where the template's disk is on a host. */
export function templateDiskStorage({ proxmox, template }: StackConfig, host: string): string {
  return proxmox.hosts[host]?.diskStorage ?? template.diskStorage;
}

interface Place {
  readonly host: string;
  /** The hosts whose machines are cloned from it. */
  readonly serves: readonly string[];
  /** Those of all templates. */
  readonly hosts: readonly string[];
}

function templatePlan(
  config: StackConfig,
  { host, serves, hosts }: Place,
  nodes: readonly EffectiveNode[],
): TemplatePlan {
  const { name, imageStorage, snippetStorage } = config.template;
  const subnet = nodes.find((node) => serves.includes(node.host))?.subnet ?? "";
  const onShared = hosts.filter((other) => isShared(config, other, imageStorage));
  const image = distributionOf(config.cluster).image(config);
  return {
    vmId: templateVmId(config, host),
    name,
    host,
    serves,
    // What lies on a shared storage is fetched once.
    imageHost: onShared.includes(host) ? (onShared[0] ?? host) : host,
    imageIsShared: onShared.includes(host),
    ...image,
    firmware: osOf(config).firmware,
    imageDiskGiB: imageDiskGiB(config),
    imageStorage,
    diskStorage: templateDiskStorage(config, host),
    snippetStorage,
    bridge: config.network.subnets[subnet]?.bridge ?? "",
  };
}
