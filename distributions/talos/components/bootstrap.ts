import type * as pulumi from "@pulumi/pulumi";
import type { Bootstrap, BootstrapContext } from "../../components/bootstrap";
import type { TalosPlan } from "../plan";
import { renderImageScript } from "../script";
import { TalosAuthorities } from "./authorities";
import { serverScript, healthGateScript, workerScript, drainScript } from "./scripts";

/** Talos Linux: machines without SSH, configured over Talos' API, with talosctl on this computer. */
export function bootstrap(
  name: string,
  given: BootstrapContext<TalosPlan>,
  opts: pulumi.ComponentResourceOptions,
): Bootstrap {
  const { identity, plan } = given;
  const endpoints = plan.nodes.filter(({ role }) => role === "control-plane").map(({ address }) => address);
  const authorities = new TalosAuthorities(name, { clusterName: plan.cluster.name, identity, endpoints }, opts);
  const context = { ...given, authorities };
  const { people } = authorities;

  return {
    runs: "here",
    image: { script: renderImageScript(plan), create: "image" },
    init: (node) => ({ on: node, script: serverScript(context, node), create: "init_cluster" }),
    healthGate: (contact, next) => ({
      on: contact,
      script: healthGateScript(context, contact, next),
      create: "talos_health_gate",
    }),
    controlPlane: ({ node }) => ({
      on: node,
      script: serverScript(context, node),
      create: "join",
      delete: "leave",
    }),
    drainWorker: (_contact, node) => ({
      on: node,
      script: drainScript(context, node),
      update: "talos_drain_worker",
    }),
    // Configured, joined and removed from here, as nobody can log in to them.
    worker: ({ node, drained }) => ({
      join: { on: node, script: workerScript(context, node, drained), create: "join", delete: "leave" },
    }),
    // Created here and not read: the program has the CA, and can renew it too.
    kubeconfig: { text: people.apply(({ kubeconfig }) => kubeconfig) },
    outputs: { talosconfig: people.apply(({ talosconfig }) => talosconfig) },
  };
}
