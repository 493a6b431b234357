/** One taint in Kubernetes' notation: `key=value:Effect`. */
export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

/** Parses `key=value:Effect`, which the schema has checked. */
export function parseTaint(text: string): Taint {
  const equals = text.indexOf("=");
  const colon = text.lastIndexOf(":");
  const effect = text.slice(colon + 1) as Taint["effect"];
  return { key: text.slice(0, equals), value: text.slice(equals + 1, colon), effect };
}

/** `key=value:Effect`, as in RKE2's node-taint and kubectl. */
export function formatTaint({ key, value, effect }: Taint): string {
  return `${key}=${value}:${effect}`;
}

/** Taints in order; a later one replaces an earlier one with the same key and effect, as in Kubernetes. */
export function mergeTaints(...lists: readonly (readonly string[])[]): Taint[] {
  const taints = lists.flat().map(parseTaint);
  return [...new Map(taints.map((taint) => [`${taint.key}:${taint.effect}`, taint])).values()];
}
