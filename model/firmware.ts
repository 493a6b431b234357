/** As in Proxmox: `ovmf` is UEFI, which some images need, and which has its own disk for settings. */
export type Firmware = "seabios" | "ovmf";
