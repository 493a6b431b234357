import { byHand, inPlace, type KeyEffect, madeLater } from "../../model/key-effect";

const upgradeK8s = "Talos only creates missing resources: use `talosctl upgrade-k8s` or the Cilium CLI";

/** What an edit of these keys does to an existing cluster. */
export const effects: Readonly<Record<string, KeyEffect>> = {
  "cluster.version": madeLater("the image changes"),
  "cluster.kubernetesVersion": inPlace("patch releases; another minor is refused: `talosctl upgrade-k8s`"),
  "cluster.loadBalancerPool.from": byHand(upgradeK8s),
  "cluster.loadBalancerPool.to": byHand(upgradeK8s),
  "cluster.loadBalancerPool.reserved": byHand(upgradeK8s),
  "cluster.hubble": byHand(upgradeK8s),
  "cluster.sans": inPlace("Talos reissues its certificates"),
  "cluster.extensions": madeLater("the image changes"),
  "cluster.imageFactory": madeLater("where the image of new machines comes from"),
  "cluster.ciliumVersion": byHand(upgradeK8s),
  "cluster.ciliumCliVersion": byHand(upgradeK8s),
  "cluster.gatewayApi": byHand(upgradeK8s),
  "cluster.gatewayApiVersion": byHand(upgradeK8s),
  "cluster.allowSchedulingOnControlPlanes": inPlace("the taint is added or removed"),
};
