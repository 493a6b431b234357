import type { z } from "zod";
import { accessSchema } from "./schema/access";
import { clusterSchema } from "./schema/cluster/cluster";
import { gpusSchema } from "./schema/gpus";
import { machinesSchema } from "./schema/machines";
import { networkSchema } from "./schema/network";
import { nodesSchema } from "./schema/nodes";
import { osSchema } from "./schema/os";
import { poolsSchema } from "./schema/pools";
import { proxmoxSchema } from "./schema/proxmox";
import { section } from "./schema/scalars";
import { templateSchema } from "./schema/template";

/** The whole `homelab:` namespace of a stack file; every default lives in one of the sections. */
export const configSchema = section({
  proxmox: proxmoxSchema.describe("REQUIRED: Proxmox VE and its hosts."),
  network: networkSchema.describe("REQUIRED: the networks machines live in."),
  template: templateSchema.describe("REQUIRED: the VM template."),
  access: accessSchema.prefault({}).describe("REQUIRED, except for Talos: who gets into the machines."),
  os: osSchema.prefault({}).describe("OPTIONAL: first-boot settings."),
  cluster: clusterSchema.describe("REQUIRED: Kubernetes itself."),
  pools: poolsSchema.describe("REQUIRED: what every node of a role gets unless its entry says otherwise."),
  nodes: nodesSchema.describe("REQUIRED: one entry a machine."),
  machines: machinesSchema.default({}).describe("OPTIONAL, default none: machines that are no nodes."),
  gpus: gpusSchema.default({}).describe("OPTIONAL: passed-through cards."),
});

/** A stack's configuration after parsing: complete, every default filled in. */
export type Config = z.infer<typeof configSchema>;
