/** The sections of a stack file, in the order messages name them; a test compares them with the schema. */
export const SECTION_NAMES = [
  "proxmox",
  "network",
  "template",
  "access",
  "os",
  "cluster",
  "pools",
  "nodes",
  "vms",
  "gpus",
] as const;
