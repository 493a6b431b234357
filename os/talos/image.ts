import type { OsImages } from "../node-os";

/** Images of the image factory, for the release in the stack file; see distributions/talos/schematic.ts. */
export const images: OsImages = {
  id: "talos",
  releases: [
    {
      name: "Talos",
      imageFile: /^nocloud-amd64\.(?:qcow2|raw)$/,
      example: "https://factory.talos.dev/image/…/nocloud-amd64.qcow2",
    },
  ],
};
