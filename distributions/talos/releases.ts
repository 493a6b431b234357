import { versions } from "./read-versions";

/**
 * The configuration contract documents are rendered for: it is pinned, as nodes refuse keys they do not know and read
 * older ones for long.
 */
export const TALOS_CONTRACT = "v1.13";

/** `v1.13` of `v1.13.9`. */
export function talosMinor(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

/** Undefined for a release whose contract is not known here. */
export function kubernetesMinorsOf(talosVersion: string): readonly [first: number, last: number] | undefined {
  return versions.kubernetesMinors[talosMinor(talosVersion)];
}

export const knownTalosMinors = Object.keys(versions.kubernetesMinors);
