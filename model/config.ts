import type { z } from "zod";
import { accessSchema } from "./schema/access";
import type { ClusterConfig } from "./schema/cluster-keys";
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

/** The available choices: model/ itself knows no distribution and no operating system. */
export interface Choices<Cluster extends z.ZodType, F extends string> {
  readonly cluster: Cluster;
  readonly families: readonly [F, ...F[]];
  /** The releases of the systems that people log in to, as `a, b or c`. */
  readonly releases: string;
}

/** The whole `homelab:` namespace of a stack file; every default lives in one of the sections. */
export const configSchemaOf = <Cluster extends z.ZodType, F extends string>({
  cluster,
  families,
  releases,
}: Choices<Cluster, F>) =>
  section({
    proxmox: proxmoxSchema.describe("REQUIRED: how to reach Proxmox VE, and what its hosts have."),
    network: networkSchema.describe("REQUIRED: the networks machines live in, and the bridges that are made for them."),
    template: templateSchema(releases).describe(
      "REQUIRED: the one VM template machines are cloned from, one copy a host.",
    ),
    access: accessSchema
      .prefault({})
      .describe("REQUIRED where nodes have a login: who gets into the machines, and which way."),
    os: osSchema(families, releases)
      .prefault({})
      .describe("OPTIONAL, default as below: what nodes run, and their first-boot settings."),
    cluster: cluster.describe("REQUIRED: Kubernetes itself."),
    pools: poolsSchema.describe("REQUIRED: what every node of a role gets unless its entry says otherwise."),
    nodes: nodesSchema.describe("REQUIRED: the nodes, by host name."),
    vms: vmsSchema.default({}).describe("OPTIONAL, default none: VMs that are no nodes of the cluster, by name."),
    gpus: gpusSchema.default({}).describe("OPTIONAL, default none: PCI devices that are passed through."),
    platform: platformSchema
      .optional()
      .describe("OPTIONAL, default none, the cluster alone: tiers of namespaces, made as soon as the API answers."),
  });

type Sections<F extends string> = z.infer<ReturnType<typeof configSchemaOf<z.ZodType, F>>>;

/**
 * A stack's configuration after parsing: complete, with every default. This type has the keys of `cluster` that every
 * distribution has; `StackConfig` in distributions/distribution.ts has them all.
 */
export type Config<Cluster = ClusterConfig, F extends string = string> = Omit<Sections<F>, "cluster"> & {
  readonly cluster: Cluster;
};
