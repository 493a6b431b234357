import type { MadeResource } from "../../model/made-resource";

/** Of a Helm release, in Pulumi. */
export const RELEASE_TYPE = "kubernetes:helm.sh/v3:Release";

/** What releases of add-ons are described with, by name, where there is something to say. */
export type Retries = Readonly<Record<string, string>>;

/**
 * Makes the next run upgrade releases that did not become ready. A refresh after the run that failed takes the engine's own
 * mark of that away, as Helm reads a failed release without an error: it would stay failed, and `up` would say that all is
 * well. The description is a release's only field that means nothing. Once said it stays, for another one is another upgrade.
 */
export function retriesIn(resources: readonly MadeResource[]): Retries {
  const releases = resources.filter(({ type }) => type === RELEASE_TYPE);
  return Object.fromEntries(releases.flatMap(({ outputs }) => descriptionOf(outputs)));
}

function descriptionOf({ name, description, status }: MadeResource["outputs"]): [string, string][] {
  const { status: now, revision } = (status ?? {}) as { readonly status?: string; readonly revision?: number };
  if (now !== undefined && now !== "deployed") return [[String(name), `revision ${revision} was ${now}: tried again`]];
  return typeof description === "string" && description !== "" ? [[String(name), description]] : [];
}
