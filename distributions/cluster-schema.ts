import { z } from "zod";
import { kubeadmSchema } from "./kubeadm/config";
import { rke2Schema } from "./rke2/config";
import { talosSchema } from "./talos/config";

export const DISTRIBUTIONS = ["rke2", "kubeadm", "talos"] as const;

/** Kubernetes itself: which keys there are depends on what brings it up. */
export const clusterSchema = z.discriminatedUnion("distribution", [rke2Schema, kubeadmSchema, talosSchema], {
  error: (issue) =>
    issue.code === "invalid_union"
      ? `allowed are ${DISTRIBUTIONS.join(", ")}; choose one of them`
      : "allowed is a map with name, distribution, version; see docs/configuration.md",
});
