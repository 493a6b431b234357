import { documentsOf } from "../conformance/documents/registered";
import { judgedStacks } from "../conformance/documents/stacks";
import { interfacesOfDocument } from "./document-interfaces";

/** Between them they have every kind of document: each distribution and system, with a VIP and without, a gateway, gpus. */
const STACKS = [
  "asgard",
  "home-lab",
  "pc-tips",
  "r730",
  "engine test Pulumi.kubeadm-ha.yaml",
  "engine test Pulumi.k3s.yaml",
  "fixture k3s-cilium",
  // It names the cluster's domain.
  "fixture five-control-planes",
  "fixture kubeadm-on-debian-13",
];

/** Interfaces of every rendered document, each with the stacks that have it. */
export async function documentInterfaces(): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for (const stack of judgedStacks().filter(({ name }) => STACKS.includes(name))) {
    const documents = await documentsOf(stack);
    for (const text of new Set(documents.flatMap(interfacesOfDocument)))
      found.set(text, [...(found.get(text) ?? []), stack.name]);
  }
  return found;
}
