import type { Firewall } from "../node-os";

/** ufw is on the image, switched off. */
export const firewall: Firewall = { packages: ["ufw", "firewalld", "nftables", "iptables-persistent"] };
