import type { GuestSoftware } from "../guests/guest-software";
import type { WorldContext } from "../world";
import { Clusters } from "./clusters";
import { kubeletDaemon } from "./kubeadm/node/kubelet";
import { kubernetesDebs } from "./kubeadm/packages";
import { clusterPrograms } from "./programs";
import { rke2Daemons } from "./rke2/daemons";
import { TalosRoom } from "./talos/talos-room";

/** The room of clusters: what guests run of them, and a way to look inside. */
export class ClusterRoom extends Clusters implements GuestSoftware {
  readonly programs;
  readonly daemons;
  readonly talos = new TalosRoom(this);
  readonly systems = [this.talos.system];
  readonly packages = kubernetesDebs;

  constructor(context: WorldContext) {
    super(context);
    this.programs = clusterPrograms(this);
    this.daemons = [...rke2Daemons(this), kubeletDaemon(this)];
  }
}
