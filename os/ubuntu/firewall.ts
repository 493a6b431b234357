import type { Firewall } from "../node-os";

/** The image has ufw, disabled. */
export const firewall: Firewall = { packages: ["ufw", "firewalld", "nftables", "iptables-persistent"] };
