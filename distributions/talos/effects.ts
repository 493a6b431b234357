import { byHand, inPlace, type KeyEffect, madeLater } from "../../model/edits/effect";

const upgradeK8s = "Talos makes what is missing and changes nothing: `talosctl upgrade-k8s` or the Cilium command line";

/** What an edit of these keys does to a cluster that is there. */
export const effects: Readonly<Record<string, KeyEffect>> = {
  "cluster.version": madeLater("the image is another one"),
  "cluster.kubernetesVersion": inPlace("patch releases; another minor is refused: `talosctl upgrade-k8s`"),
  "cluster.loadBalancerPool.from": byHand(upgradeK8s),
  "cluster.loadBalancerPool.to": byHand(upgradeK8s),
  "cluster.loadBalancerPool.reserved": byHand(upgradeK8s),
  "cluster.hubble": byHand(upgradeK8s),
  "cluster.sans": inPlace("Talos makes its certificates anew"),
  "cluster.extensions": madeLater("the image is another one"),
  "cluster.imageFactory": madeLater("where the image of new machines comes from"),
  "cluster.ciliumVersion": byHand(upgradeK8s),
  "cluster.ciliumCliVersion": byHand(upgradeK8s),
  "cluster.gatewayApi": byHand(upgradeK8s),
  "cluster.gatewayApiVersion": byHand(upgradeK8s),
  "cluster.allowSchedulingOnControlPlanes": inPlace("the taint goes or comes"),
};
