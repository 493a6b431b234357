/** An API object as applied. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [other: string]: unknown };
  readonly [field: string]: unknown;
}

/** Objects that are created together, once what they need is ready. */
export interface ManifestsPlan {
  readonly name: string;
  /** Add-ons that are installed before. */
  readonly after: readonly string[];
  readonly objects: readonly Manifest[];
}

/** An object's unique id in a cluster, independent of the version of its group. */
export function objectName({ apiVersion, kind, metadata: { name, namespace } }: Manifest): string {
  const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : undefined;
  return [group, kind, namespace, name].filter((part) => part !== undefined).join("/");
}
