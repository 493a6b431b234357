import { z } from "zod";
import { k3sSchema } from "./k3s/config";
import { kubeadmSchema } from "./kubeadm/config";
import { rke2Schema } from "./rke2/config";
import { talosSchema } from "./talos/config";

/** The keys of `cluster` by `cluster.distribution`. One line per distribution; everything else is in registry.ts. */
const schemas = { rke2: rke2Schema, kubeadm: kubeadmSchema, talos: talosSchema, k3s: k3sSchema } as const;

export type DistributionName = keyof typeof schemas;

/** The section of a distribution after parsing. */
export type ClusterOf<D extends DistributionName> = z.infer<(typeof schemas)[D]>;

export const DISTRIBUTIONS = Object.keys(schemas) as readonly DistributionName[];

/** Kubernetes itself: the keys depend on the distribution. */
export const clusterSchema = z.discriminatedUnion("distribution", tupleOf(schemas), {
  error: (issue) =>
    issue.code === "invalid_union"
      ? `must be ${DISTRIBUTIONS.join(", ")}; choose one of them`
      : "must be a map with name, distribution, version; see docs/configuration.md",
});

type Schema = (typeof schemas)[DistributionName];

function tupleOf(all: Readonly<Record<string, Schema>>): readonly [Schema, ...Schema[]] {
  return Object.values(all) as [Schema, ...Schema[]];
}
