import type { Rows } from "./evidence";
import { components } from "./table/components";
import { documents } from "./table/documents";
import { etcd } from "./table/etcd";
import { k3s } from "./table/k3s";
import { kubeadm } from "./table/kubeadm";
import { kubernetes } from "./table/kubernetes";
import { machine } from "./table/machine";
import { names } from "./table/names";
import { rke2 } from "./table/rke2";
import { rootDisk } from "./table/root-disk";
import { talos } from "./table/talos";

/** Every interface of the program with something outside of it, and how we know that it is so: what scripts touch … */
export const ofScripts: readonly Rows[] = [
  ...machine,
  ...rootDisk,
  ...kubernetes,
  ...etcd,
  ...rke2,
  ...k3s,
  ...kubeadm,
  ...talos,
];

/** … what rendered documents ask of their readers … */
export const ofDocuments: readonly Rows[] = documents;

/** … and what components ask of providers, and these of Proxmox VE. */
export const ofComponents: readonly Rows[] = components;

/** … and units and fields, by name, wherever they stand. */
export const ofNames: readonly Rows[] = names;
