import type { z } from "zod";
import { accessSchema } from "./schema/access";
import { clusterSchema } from "../distributions/cluster-schema";
import { gpusSchema } from "./schema/gpus";
import { vmsSchema } from "./schema/vms";
import { networkSchema } from "./schema/network";
import { nodesSchema } from "./schema/nodes";
import { osSchema } from "./schema/os";
import { platformSchema } from "./schema/platform";
import { poolsSchema } from "./schema/pools";
import { proxmoxSchema } from "./schema/proxmox";
import { section } from "./schema/scalars";
import { templateSchema } from "./schema/template";

/** The whole `homelab:` namespace of a stack file; every default lives in one of the sections. */
export const configSchema = section({
  proxmox: proxmoxSchema.describe("REQUIRED: how to reach Proxmox VE, and what its hosts have."),
  network: networkSchema.describe("REQUIRED: the networks machines live in, and the bridges that are made for them."),
  template: templateSchema.describe("REQUIRED: the one VM template machines are cloned from, one copy a host."),
  access: accessSchema
    .prefault({})
    .describe("REQUIRED where nodes have a login: who gets into the machines, and which way."),
  os: osSchema.prefault({}).describe("OPTIONAL, default as below: what nodes run, and their first-boot settings."),
  cluster: clusterSchema.describe("REQUIRED: Kubernetes itself."),
  pools: poolsSchema.describe("REQUIRED: what every node of a role gets unless its entry says otherwise."),
  nodes: nodesSchema.describe("REQUIRED: the nodes, by host name."),
  vms: vmsSchema.default({}).describe("OPTIONAL, default none: VMs that are no nodes of the cluster, by name."),
  gpus: gpusSchema.default({}).describe("OPTIONAL, default none: PCI devices that are passed through."),
  platform: platformSchema
    .optional()
    .describe("OPTIONAL, default none, the cluster alone: tiers of namespaces, made as soon as the API answers."),
});

/** A stack's configuration after parsing: complete, every default filled in. */
export type Config = z.infer<typeof configSchema>;
