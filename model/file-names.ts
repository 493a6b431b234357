import { createHash } from "node:crypto";
import type { NodePlan } from "./cluster-plan";

/** Whoever has a document; nodes are made anew at another generation or address. */
export type FirstBootFileOwner = Pick<NodePlan, "name" | "vmId"> &
  Partial<Pick<NodePlan, "generation" | "address" | "prefixLength">>;

/**
 * What the names of a stack's files have in common and no other file has: of the cluster's own public key, which is made with
 * the state. Nobody else can have chosen such a name, so whatever bears it is this stack's, and nothing is ever written over.
 */
export function fileTag(publicKey: string): string {
  return createHash("sha256").update(publicKey.trim()).digest("hex").slice(0, 12);
}

/**
 * Name of a machine's first-boot document among the snippets of a host: unique by cluster, VM id and life of the machine. The
 * next life's document is there before the former one goes, which the old machine refers to as long as it lives. No part
 * can have a dot but the address. Without a tag it is what an earlier program wrote.
 */
export function firstBootFileName(cluster: string, owner: FirstBootFileOwner, tag?: string): string {
  const { generation, address, prefixLength } = owner;
  const life = generation === undefined ? [] : [String(generation), `${address}-${prefixLength}`];
  return [beginning(cluster, owner), ...life, ...(tag === undefined ? [] : [tag]), "vendor.yaml"].join(".");
}

/** Whether a file name is that of a machine's document, of whichever life and program. */
export function isFirstBootFileOf(cluster: string, owner: Pick<NodePlan, "name" | "vmId">, name: string): boolean {
  return name.startsWith(`${beginning(cluster, owner)}.`) && name.endsWith(".vendor.yaml");
}

const beginning = (cluster: string, { vmId, name }: Pick<NodePlan, "name" | "vmId">): string =>
  ["homelab", cluster, String(vmId), name].join(".");

/** Name of an image on a host: another cluster's copy of the same one is not ours to use, and not ours to delete. */
export function imageFileName(cluster: string, imageName: string, tag: string): string {
  return `homelab.${cluster}.${tag}.${imageName}`;
}

/** Whether a file name is that of an image of the cluster, by whichever program. */
export function isImageFileOf(cluster: string, imageName: string, name: string): boolean {
  return name.startsWith(`homelab.${cluster}.`) && name.endsWith(`.${imageName}`);
}

/** Whether a file bears the tag. */
export const bearsTag = (name: string, tag: string): boolean => name.includes(`.${tag}.`);
