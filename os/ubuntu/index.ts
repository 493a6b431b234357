import type { NodeOs } from "../node-os";
import { firewall } from "./firewall";
import { firstBoot } from "./first-boot";
import { images } from "./image";
import { packages } from "./packages";
import { sshDaemon } from "./ssh-daemon";

/** Ubuntu's server image for clouds: cloud-init, apt and systemd. */
export const ubuntu: NodeOs = {
  title: "Ubuntu",
  images,
  firmware: "seabios",
  login: { packages, sshDaemon, firstBoot, firewall },
};
