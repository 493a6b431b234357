import { createHash } from "node:crypto";
import { stringify } from "yaml";
import { driverExtensions, type GpuVendor } from "../../model/gpu-vendor";
import type { TalosCluster } from "./plan";

/** What the image factory needs to know of a stack. */
export type ImageChoice = Pick<TalosCluster, "version" | "extensions" | "imageFactory">;

/** Proxmox asks it for the machine's state, and shuts the machine down through it. */
const GUEST_AGENT = "siderolabs/qemu-guest-agent";

/**
 * Extensions of the one image all machines boot from. With a GPU in the stack every machine has its vendor's driver, loaded or
 * not, so that moving the GPU changes no image.
 */
export function extensionsOf({ extensions }: Pick<TalosCluster, "extensions">, gpus: readonly GpuVendor[]): string[] {
  return [...new Set([GUEST_AGENT, ...extensions, ...driverExtensions(gpus, extensions)])].sort();
}

/** The factory's own spelling of a customization: its id is the sum of exactly these bytes. */
export function schematicYaml(extensions: readonly string[]): string {
  const customization = extensions.length > 0 ? { systemExtensions: { officialExtensions: extensions } } : {};
  return stringify({ customization }, { indent: 4, lineWidth: 0 });
}

/** Known before the factory is asked; it must have seen the text once, or it does not know the id. */
export function schematicId(extensions: readonly string[]): string {
  return createHash("sha256").update(schematicYaml(extensions)).digest("hex");
}

/** The disk image for Proxmox. qcow2, as that is imported over the API; .raw.gz would want root on the host. */
export function schematicImageUrl({ imageFactory, version }: ImageChoice, schematic: string): string {
  return `${imageFactory}/image/${schematic}/${version}/nocloud-amd64.qcow2`;
}

/** What `talosctl upgrade --image` takes. */
export function installerImage({ imageFactory, version }: ImageChoice, schematic: string): string {
  return `${new URL(imageFactory).host}/nocloud-installer/${schematic}:${version}`;
}
