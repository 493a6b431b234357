import { calicoManifests } from "../../../distributions/kubeadm/calico-releases";
import type { KubeadmPlan } from "../../../distributions/kubeadm/plan";
import type { InternetFile } from "../../simulation-spec";
import { textFile } from "../../internet";
import { calicoManifest } from "./calico-manifests";
import { kubernetesPackages } from "./kubernetes-packages";

/** What the machines of a kubeadm cluster fetch: the packages of their minor, and the manifests of the pod network. */
export function kubeadmInternet({ cluster }: KubeadmPlan): InternetFile[] {
  const manifests = calicoManifests(cluster).map(({ file, url, sha256 }) => ({
    ...textFile(url, calicoManifest(file, cluster.calicoVersion)),
    sha256,
    claimedSha256: sha256,
  }));
  return [...kubernetesPackages([cluster.kubernetesVersion]), ...manifests];
}

/** Packages Ubuntu's archive has besides its own: a version the stack pins is one that exists. */
export function kubeadmAptPackages({ cluster }: KubeadmPlan): readonly string[] {
  return cluster.containerdVersion === undefined ? [] : [`containerd=${cluster.containerdVersion}`];
}
