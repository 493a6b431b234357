import { labels, listOf, section, storageName, tag, taint, wholeNumber } from "./scalars";

export const cores = () => wholeNumber(1, 768, "vCPUs");
export const memoryMiB = () => wholeNumber(1024, 67_108_864, "MiB");
export const diskGiB = () => wholeNumber(1, 131_072, "GiB");

const pool = section({
  cores: cores().describe("REQUIRED: vCPUs."),
  memoryMiB: memoryMiB().describe("REQUIRED: memory in MiB."),
  diskGiB: diskGiB().describe("REQUIRED: disk in GiB; can grow, never shrink."),
  storage: storageName().describe('REQUIRED: holds the disks (content "images").'),
  tags: listOf(tag(), "tags")
    .default([])
    .describe("OPTIONAL, default none: tags in Proxmox, in addition to cluster name and role."),
  labels: labels().default({}).describe("OPTIONAL, default none: node labels."),
  taints: listOf(taint(), "taints").default([]).describe("OPTIONAL, default none: node taints."),
});

/** Defaults for every node of a role. */
export const poolsSchema = section({
  controlPlane: pool.describe("REQUIRED: control planes."),
  worker: pool.optional().describe("REQUIRED with workers: workers."),
});
