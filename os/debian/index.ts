import type { NodeOs } from "../node-os";
import { firewall } from "./firewall";
import { firstBoot } from "./first-boot";
import { images } from "./image";
import { packages } from "./packages";
import { sshDaemon } from "./ssh-daemon";

/** Debian's images for clouds, generic and genericcloud: cloud-init, apt and systemd. */
export const debian: NodeOs = {
  title: "Debian",
  images,
  firmware: "seabios",
  login: { packages, sshDaemon, firstBoot, firewall },
};
