/** A text the program hands to a machine, to a cluster or to the hypervisor, and that some program there will read. */
export interface Document {
  readonly stack: string;
  /** Which one it is, as a complaint names it: `master-1: /etc/rancher/rke2/config.yaml`. */
  readonly name: string;
  readonly text: string;
  /** Of the cluster, as `v1.34`: readers differ by it. */
  readonly kubernetes: string;
}
