import type { NodeOs } from "../node-os";
import { images } from "./image";

/** Talos Linux: no login, no packages and no cloud-init documents; configured over its own API once it runs. */
export const talosLinux: NodeOs = { title: "Talos", images, firmware: "ovmf" };
