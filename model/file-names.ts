import { createHash } from "node:crypto";
import type { NodePlan } from "./cluster-plan";

/** Any machine with a snippet; nodes are replaced at another generation or address. */
export type FirstBootFileOwner = Pick<NodePlan, "name" | "vmId"> &
  Partial<Pick<NodePlan, "generation" | "address" | "prefixLength">>;

/**
 * The common part of the names of a stack's files, derived from the cluster's public key, which is created with the state.
 * Nobody else can have chosen such a name, so every file with it is this stack's, and nothing is ever overwritten.
 */
export function fileTag(publicKey: string): string {
  return createHash("sha256").update(publicKey.trim()).digest("hex").slice(0, 12);
}

/**
 * Name of a machine's snippet on a host: unique for cluster, VM id, and generation and address of the machine. The snippet
 * of a replacement is created before the old one is deleted, which the old machine refers to as long as it exists. Only the
 * address can contain a dot. Without a tag it is the name an earlier version used.
 */
export function firstBootFileName(cluster: string, owner: FirstBootFileOwner, tag?: string): string {
  const { generation, address, prefixLength } = owner;
  const life = generation === undefined ? [] : [String(generation), `${address}-${prefixLength}`];
  return [beginning(cluster, owner), ...life, ...(tag === undefined ? [] : [tag]), "vendor.yaml"].join(".");
}

/** Whether a file name is that of a machine's snippet, of any generation and version of the program. */
export function isFirstBootFileOf(cluster: string, owner: Pick<NodePlan, "name" | "vmId">, name: string): boolean {
  return name.startsWith(`${beginning(cluster, owner)}.`) && name.endsWith(".vendor.yaml");
}

const beginning = (cluster: string, { vmId, name }: Pick<NodePlan, "name" | "vmId">): string =>
  ["homelab", cluster, String(vmId), name].join(".");

/** Name of an image on a host: another cluster's copy of the same image is neither used nor deleted. */
export function imageFileName(cluster: string, imageName: string, tag: string): string {
  return `homelab.${cluster}.${tag}.${imageName}`;
}

/** Whether a file name is that of an image of the cluster, by any version of the program. */
export function isImageFileOf(cluster: string, imageName: string, name: string): boolean {
  return name.startsWith(`homelab.${cluster}.`) && name.endsWith(`.${imageName}`);
}

/** Whether a file name contains the tag. */
export const bearsTag = (name: string, tag: string): boolean => name.includes(`.${tag}.`);
