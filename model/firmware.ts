/** In Proxmox's words: `ovmf` is UEFI, which some images want, and comes with a disk of its own for its settings. */
export type Firmware = "seabios" | "ovmf";
