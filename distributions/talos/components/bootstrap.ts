import type * as pulumi from "@pulumi/pulumi";
import type { Bootstrap } from "../../../components/bootstrap/bootstrap";
import { operatorScript } from "../../../components/bootstrap/operator-script";
import type { Site } from "../../../components/site";
import type { TalosPlan } from "../plan";
import { renderImageScript } from "../script";
import { TalosAuthorities } from "./authorities";
import { serverScript, turnScript, workerScript, workerTurnScript } from "./scripts";

/** Talos Linux: machines without SSH, told everything over Talos' own API, with talosctl where Pulumi runs. */
export function bootstrap(name: string, given: Site<TalosPlan>, opts: pulumi.ComponentResourceOptions): Bootstrap {
  const { identity, plan } = given;
  const endpoints = plan.machines.filter(({ role }) => role === "control-plane").map(({ address }) => address);
  const authorities = new TalosAuthorities(name, { clusterName: plan.cluster.name, identity, endpoints }, opts);
  const site = { ...given, authorities };
  const { people } = authorities;

  return {
    runs: "here",
    image: (image, more) => [
      operatorScript(`${image}-image`, { about: image, script: renderImageScript(plan), create: "image" }, more),
    ],
    init: (machine) => ({ on: machine, script: serverScript(site, machine), create: "found" }),
    healthGate: (asked, next) => ({ on: asked, script: turnScript(site, asked, next), create: "vouch" }),
    controlPlane: ({ machine }) => ({
      on: machine,
      script: serverScript(site, machine),
      create: "join",
      delete: "leave",
    }),
    drainWorker: (_speaker, machine) => ({
      on: machine,
      script: workerTurnScript(site, machine),
      update: "make_way",
    }),
    // Configured, joined and led out from here, as there is nobody to log in to.
    worker: ({ machine, emptied }) => ({
      join: { on: machine, script: workerScript(site, machine, emptied), create: "join", delete: "leave" },
    }),
    // Made here and not read: the program holds the CA, so that it can renew it as well.
    kubeconfig: () => people.apply(({ kubeconfig }) => kubeconfig),
    outputs: { talosconfig: people.apply(({ talosconfig }) => talosconfig) },
  };
}
