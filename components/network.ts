import * as proxmox from "@muhlba91/pulumi-proxmoxve";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterPlan } from "../model/cluster-plan";
import type { BridgePlan } from "../model/network-plan";
import { nodeOf } from "../model/node-names";
import type { ProxmoxProviders } from "./provider";

export interface NetworkArgs {
  readonly plan: ClusterPlan;
  readonly providers: ProxmoxProviders;
}

/**
 * The bridges that the program creates. Existing bridges (`hosts.<host>.bridges`) are used and never managed: a bridge with
 * the host's own address must not be in any state. The provider reloads the host's network after every bridge. They are
 * created in parallel, so that the first reload applies all of them and the others find nothing to do (docs/decisions/0017).
 */
export class Network extends pulumi.ComponentResource {
  constructor(name: string, { plan, providers }: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:Network", name, {}, opts);
    const { bridges } = plan.network;
    for (const bridge of bridges) {
      const isAlone = bridges.filter((other) => other.name === bridge.name).length === 1;
      new proxmox.network.linux.Bridge(`${name}-bridge-${bridge.name}-${bridge.host}`, bridgeArgs(plan, bridge), {
        parent: this,
        provider: providers.of(bridge.host),
        // What it was called while a bridge was made on one host only.
        aliases: isAlone ? [{ name: `${name}-bridge-${bridge.name}` }] : [],
        deleteBeforeReplace: true,
      });
    }
    this.registerOutputs({});
  }
}

function bridgeArgs(plan: ClusterPlan, bridge: BridgePlan): proxmox.network.linux.BridgeArgs {
  const { name, host, vlanAware, ports, address, mtu, comment } = bridge;
  return {
    nodeName: nodeOf(plan, host),
    name,
    vlanAware,
    autostart: true,
    comment,
    ...(ports.length > 0 && { ports: [...ports] }),
    ...(address !== undefined && { address }),
    ...(mtu !== undefined && { mtu }),
  };
}
