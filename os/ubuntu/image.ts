import type { OsImages } from "../node-os";

/** https://cloud-images.ubuntu.com/releases */
export const images: OsImages = {
  id: "ubuntu",
  releases: [
    {
      version: "24.04",
      name: "Ubuntu 24.04",
      imageFile: /^(?:ubuntu-24\.04(?:\.\d+)?|noble)-server-cloudimg-amd64(?:-\d{8}(?:[.-]\d+)?)?\.(?:img|qcow2|raw)$/,
      example: "https://cloud-images.ubuntu.com/releases/noble/release-20251213/ubuntu-24.04-server-cloudimg-amd64.img",
      // From noble-updates; the release pocket has 1.7.12.
      containerd: 2,
    },
  ],
  sums: { algorithm: "sha256", file: "SHA256SUMS" },
};
