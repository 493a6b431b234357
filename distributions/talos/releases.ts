import { versions } from "./read-versions";

/**
 * The configuration contract that documents are rendered for. Pinned, as nodes refuse unknown keys, and support older
 * contracts for a long time.
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
