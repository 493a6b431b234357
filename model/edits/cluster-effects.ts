import { byHand, inPlace, type KeyEffects, madeLater, programOnly, refused } from "./effect";

const upgradeK8s = "Talos makes what is missing and changes nothing: `talosctl upgrade-k8s` or the Cilium command line";
const inManifest = "kubeadm writes it into the API server's manifest when a control plane joins";
const inServers = "written on each server in turn, which restarts RKE2 there behind the health gate";

/** `cluster.*`: what Kubernetes itself is told. */
export const CLUSTER_EFFECTS: Readonly<Record<string, KeyEffects>> = {
  "cluster.name": refused("certificates, tokens and every resource of the stack are named after it"),
  "cluster.distribution": refused("a cluster keeps its distribution for life"),
  "cluster.podCidr": refused(
    "nodes keep the ranges they were given, and the controller manager does not start with another one",
  ),
  "cluster.serviceCidr": refused("Services keep their addresses, and the API's certificate names the first one"),
  "cluster.dnsServiceIp": refused("every kubelet and every running pod asks the address it was started with"),
  "cluster.clusterDomain": refused(
    "it is in the API's certificate, the issuer of tokens, every kubelet and every running pod",
  ),
  "cluster.vip": refused(
    "certificates, kubeconfigs and every node hold the API address; docs/tasks/move-the-api.md has the procedure",
  ),
  "cluster.subnet": refused("nodes keep their addresses"),
  "cluster.cni": refused("running pods keep the interfaces that the old one made"),
  "cluster.version": {
    rke2: inPlace("one server after another behind the health gate, then the workers"),
    kubeadm: byHand("upgrade every node with kubeadm; until then the edit is refused"),
    talos: madeLater("the image is another one"),
  },
  "cluster.agentVersion": { rke2: inPlace("RKE2 is installed and restarted on each worker") },
  "cluster.kubernetesVersion": { talos: inPlace("patch releases; another minor is refused: `talosctl upgrade-k8s`") },
  "cluster.kubeVipVersion": inPlace("its pod on each control plane, one after another"),
  "cluster.loadBalancerPool.from": pool(),
  "cluster.loadBalancerPool.to": pool(),
  "cluster.loadBalancerPool.announcedBy": { kubeadm: programOnly("whoever announces it is told by you") },
  "cluster.loadBalancerPool.reserved": {
    rke2: inPlace("Services of that name move to the address"),
    talos: byHand(upgradeK8s),
  },
  "cluster.hubble": { rke2: inPlace("the chart is upgraded"), talos: byHand(upgradeK8s) },
  "cluster.disable": { rke2: inPlace(`${inServers}; RKE2 removes what it brought`) },
  "cluster.audit.maxAgeDays": { rke2: inPlace(inServers), kubeadm: madeLater(inManifest) },
  "cluster.audit.maxBackups": { rke2: inPlace(inServers), kubeadm: madeLater(inManifest) },
  "cluster.audit.maxSizeMB": { rke2: inPlace(inServers), kubeadm: madeLater(inManifest) },
  "cluster.sans": {
    rke2: inPlace(inServers),
    kubeadm: madeLater("kubeadm makes the certificate when a control plane joins"),
    talos: inPlace("Talos makes its certificates anew"),
  },
  "cluster.artifactSha256": { rke2: programOnly("checked when an artifact is downloaded") },
  "cluster.calicoVersion": { kubeadm: inPlace("the operator's manifests are applied, and it rolls Calico out") },
  "cluster.calicoSha256": { kubeadm: programOnly("checked when a manifest is downloaded") },
  "cluster.containerdVersion": {
    kubeadm: inPlace("the package is changed and containerd restarted; pods keep running"),
  },
  "cluster.registryMirrors": { kubeadm: inPlace("containerd reads it at the next pull") },
  "cluster.extensions": { talos: madeLater("the image is another one") },
  "cluster.imageFactory": { talos: madeLater("where the image of new machines comes from") },
  "cluster.ciliumVersion": { talos: byHand(upgradeK8s) },
  "cluster.ciliumCliVersion": { talos: byHand(upgradeK8s) },
  "cluster.gatewayApi": { talos: byHand(upgradeK8s) },
  "cluster.gatewayApiVersion": { talos: byHand(upgradeK8s) },
  "cluster.allowSchedulingOnControlPlanes": { talos: inPlace("the taint goes or comes") },
};

function pool(): KeyEffects {
  return {
    rke2: inPlace("Services whose address leaves the pool get another one"),
    kubeadm: programOnly("nothing announces it yet"),
    talos: byHand(upgradeK8s),
  };
}
