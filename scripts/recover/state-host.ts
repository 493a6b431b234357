import type { PveClient } from "../../components/pve-client";
import type { StateResource } from "./stack-state";

/** The client of the Proxmox installation that a resource in state is of; its provider's name says which. */
export function clientOfResource(client: PveClient, { provider = "" }: StateResource): PveClient {
  const [, installation = ""] = /::proxmox-([^:]+)::/.exec(provider) ?? [];
  return client.all().find((one) => one.installation === installation)?.client ?? client;
}

/** The host of a resource in state, where its node alone may be one of several of that name. */
export function hostOfResource(client: PveClient, resource: StateResource): string {
  return clientOfResource(client, resource).hostOf(String(resource.inputs?.["nodeName"]));
}
