import { apt } from "./apt";
import { certificates } from "./certificates";
import { ciliumChart } from "./cilium-values";
import { cloudInit } from "./cloud-init";
import { containerd } from "./containerd";
import { customResources } from "./custom-resources";
import { keys } from "./keys";
import { kubeObjects } from "./kube-objects";
import { kubeadm } from "./kubeadm";
import { network } from "./network";
import type { Reader } from "./reader";
import { rke2 } from "./rke2";
import { ssh } from "./ssh";
import { sudo } from "./sudo";
import { shellcheck } from "./shellcheck";
import { shellSyntax } from "./shells";
import { talos } from "./talos";

/** Whoever reads a document that we render. */
export const everyReader: readonly Reader[] = [
  cloudInit,
  network,
  shellSyntax,
  shellcheck,
  apt,
  sudo,
  ssh,
  certificates,
  keys,
  rke2,
  containerd,
  kubeadm,
  talos,
  kubeObjects,
  customResources,
  ciliumChart,
];
