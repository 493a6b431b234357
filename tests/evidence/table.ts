import type { Rows } from "./evidence";
import { etcd } from "./table/etcd";
import { kubeadm } from "./table/kubeadm";
import { kubernetes } from "./table/kubernetes";
import { machine } from "./table/machine";
import { rke2 } from "./table/rke2";
import { talos } from "./table/talos";

/** Every interface of the program with something outside of it, and how we know that it is so. */
export const table: readonly Rows[] = [...machine, ...kubernetes, ...etcd, ...rke2, ...kubeadm, ...talos];
