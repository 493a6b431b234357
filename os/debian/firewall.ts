import type { Firewall } from "../node-os";

/** The image has none, not even nft. */
export const firewall: Firewall = { packages: ["ufw", "firewalld", "nftables", "iptables-persistent"] };
