import { isFor } from "../../model/distribution";
import type { Site } from "../site";
import type { Distribution } from "./distribution";
import { Kubeadm } from "./kubeadm/kubeadm";
import { Rke2 } from "./rke2/rke2";

/** What the stack file's `cluster.distribution` names. */
export function distributionOf(site: Site): Distribution {
  const { plan } = site;
  if (isFor("rke2", plan)) return new Rke2({ ...site, plan });
  if (isFor("kubeadm", plan)) return new Kubeadm({ ...site, plan });
  throw new Error(`${plan.cluster.distribution} is not built yet`);
}
