import { createHash } from "node:crypto";
import { stringify } from "yaml";
import { driverExtensions, type GpuVendor } from "../../model/gpu-vendor";
import type { TalosCluster } from "./plan";

/** What the image factory needs to know about a stack. */
export type ImageChoice = Pick<TalosCluster, "version" | "extensions" | "imageFactory">;

/** Proxmox reads the machine's state, and shuts it down, through it. */
const GUEST_AGENT = "siderolabs/qemu-guest-agent";

/**
 * Extensions of the image that all machines boot from. With a GPU in the stack every machine has its vendor's driver, loaded
 * or not, so that moving the GPU changes no image.
 */
export function extensionsOf({ extensions }: Pick<TalosCluster, "extensions">, gpus: readonly GpuVendor[]): string[] {
  return [...new Set([GUEST_AGENT, ...extensions, ...driverExtensions(gpus, extensions)])].sort();
}

/** A customization exactly as the factory writes it: its id is the hash of these bytes. */
export function schematicYaml(extensions: readonly string[]): string {
  const customization = extensions.length > 0 ? { systemExtensions: { officialExtensions: extensions } } : {};
  return stringify({ customization }, { indent: 4, lineWidth: 0 });
}

/** Known in advance; but the factory must have received the text once to know the id. */
export function schematicId(extensions: readonly string[]): string {
  return createHash("sha256").update(schematicYaml(extensions)).digest("hex");
}

/** The disk image for Proxmox. qcow2, which can be imported over the API; .raw.gz would need root on the host. */
export function schematicImageUrl({ imageFactory, version }: ImageChoice, schematic: string): string {
  return `${imageFactory}/image/${schematic}/${version}/nocloud-amd64.qcow2`;
}

/** The argument of `talosctl upgrade --image`. */
export function installerImage({ imageFactory, version }: ImageChoice, schematic: string): string {
  return `${new URL(imageFactory).host}/nocloud-installer/${schematic}:${version}`;
}
