import type * as pulumi from "@pulumi/pulumi";
import { isFor } from "../../model/distribution";
import type { Site } from "../site";
import type * as rke2Module from "./rke2/rke2";
import type * as kubeadmModule from "./kubeadm/kubeadm";
import type * as talosModule from "./talos/talos";
import type { Distribution } from "./distribution";

/**
 * What the stack file's `cluster.distribution` names. The others are not even loaded: their code costs a preview no time,
 * and a mistake in it breaks no stack that does not use it. Hence `require`, which loads where it stands.
 */
export function distributionOf(name: string, site: Site, opts: pulumi.ComponentResourceOptions): Distribution {
  const { plan } = site;
  if (isFor("rke2", plan)) return new (rke2().Rke2)({ ...site, plan });
  if (isFor("kubeadm", plan)) return new (kubeadm().Kubeadm)({ ...site, plan });
  if (isFor("talos", plan)) return new (talos().Talos)(name, { ...site, plan }, opts);
  throw new Error(`nothing here brings up ${plan.cluster.distribution}`);
}

/* eslint-disable @typescript-eslint/no-require-imports */
const rke2 = () => require("./rke2/rke2") as typeof rke2Module;
const kubeadm = () => require("./kubeadm/kubeadm") as typeof kubeadmModule;
const talos = () => require("./talos/talos") as typeof talosModule;
