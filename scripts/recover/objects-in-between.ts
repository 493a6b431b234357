import type { PendingOperation, StackState, StateResource } from "./stack-state";

/**
 * Puts objects of the cluster that a killed run was creating into the state, as if they were made. Whether the API server
 * made one nobody knows here; the refresh after this asks it, and drops what is not there. Left out they would be created
 * again, and one that was made is refused as somebody else's (docs/decisions/0101).
 */
export function withObjectsInBetween(state: StackState, pending: readonly PendingOperation[]): StackState {
  const resources = state.deployment.resources ?? [];
  const known = new Set(resources.map(({ urn }) => urn));
  const creating = pending.filter(({ type, resource }) => type === "creating" && !known.has(resource.urn));
  const made = creating.flatMap(({ resource }) => asIfMade(resource) ?? []);
  if (made.length === 0) return state;
  return { ...state, deployment: { ...state.deployment, resources: [...resources, ...made] } };
}

/** By the id that the plugin gives: `namespace/name`, or the name alone where there is no namespace. */
function asIfMade(resource: StateResource): StateResource | undefined {
  const { type, inputs } = resource;
  if (!type.startsWith("kubernetes:") || inputs === undefined) return undefined;
  // Of Helm's releases both stand in the inputs themselves.
  const { name, namespace } = (inputs["metadata"] ?? inputs) as { readonly name?: string; readonly namespace?: string };
  if (name === undefined) return undefined;
  return { ...resource, id: namespace === undefined ? name : `${namespace}/${name}`, outputs: inputs };
}
