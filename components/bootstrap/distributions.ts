import type * as pulumi from "@pulumi/pulumi";
import { isFor } from "../../model/distribution";
import type { Site } from "../site";
import type { Distribution } from "./distribution";
import { Kubeadm } from "./kubeadm/kubeadm";
import { Rke2 } from "./rke2/rke2";
import { Talos } from "./talos/talos";

/** What the stack file's `cluster.distribution` names. */
export function distributionOf(name: string, site: Site, opts: pulumi.ComponentResourceOptions): Distribution {
  const { plan } = site;
  if (isFor("rke2", plan)) return new Rke2({ ...site, plan });
  if (isFor("kubeadm", plan)) return new Kubeadm({ ...site, plan });
  if (isFor("talos", plan)) return new Talos(name, { ...site, plan }, opts);
  throw new Error(`${plan.cluster.distribution} is not built yet`);
}
