import type * as pulumi from "@pulumi/pulumi";
import { isFor } from "../../model/distribution";
import type { Site } from "../site";
import type * as rke2Module from "../../distributions/rke2/components/bootstrap";
import type * as kubeadmModule from "../../distributions/kubeadm/components/bootstrap";
import type * as talosModule from "../../distributions/talos/components/bootstrap";
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
const rke2 = () => require("../../distributions/rke2/components/bootstrap") as typeof rke2Module;
const kubeadm = () => require("../../distributions/kubeadm/components/bootstrap") as typeof kubeadmModule;
const talos = () => require("../../distributions/talos/components/bootstrap") as typeof talosModule;
