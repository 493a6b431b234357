import { apt } from "./apt";
import { certificates } from "./certificates";
import { ciliumChart } from "./cilium-values";
import { cloudInit } from "./cloud-init";
import { containerd } from "./containerd";
import { customResources } from "./custom-resources";
import { k3s, k3sRegistries } from "./k3s";
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
import { systemd } from "./systemd";
import { talos } from "./talos";

/** A program that reads a document that we render. */
export const everyReader: readonly Reader[] = [
  cloudInit,
  network,
  shellSyntax,
  shellcheck,
  apt,
  sudo,
  systemd,
  ssh,
  certificates,
  keys,
  rke2,
  k3s,
  k3sRegistries,
  containerd,
  kubeadm,
  talos,
  kubeObjects,
  customResources,
  ciliumChart,
];
