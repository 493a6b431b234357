import { byHand, inPlace, type KeyEffect, madeLater, programOnly } from "../../model/key-effect";

const inManifest = "kubeadm writes it into the API server's manifest when a control plane joins";
const pool = programOnly("you configure the software that announces it");

/** What an edit of these keys does to an existing cluster. */
export const effects: Readonly<Record<string, KeyEffect>> = {
  "cluster.version": byHand("upgrade every node with kubeadm; until then the edit is refused"),
  "cluster.loadBalancerPool.from": pool,
  "cluster.loadBalancerPool.to": pool,
  "cluster.loadBalancerPool.announcedBy": pool,
  "cluster.audit.maxAgeDays": madeLater(inManifest),
  "cluster.audit.maxBackups": madeLater(inManifest),
  "cluster.audit.maxSizeMB": madeLater(inManifest),
  "cluster.sans": madeLater("kubeadm creates the certificate when a control plane joins"),
  "cluster.calicoVersion": inPlace("the operator's manifests are applied, and the operator rolls out Calico"),
  "cluster.calicoSha256": programOnly("checked when a manifest is downloaded"),
  "cluster.containerdVersion": inPlace("the package is changed and containerd restarted; pods keep running"),
  "cluster.registryMirrors": inPlace("containerd reads it at the next pull"),
};
