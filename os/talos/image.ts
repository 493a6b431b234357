import type { OsImages } from "../node-os";

/** The image factory's, of the release in the stack file: distributions/talos/schematic.ts says which one. */
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
