import type { Firewall } from "../node-os";

/** There is none on the image, not even nft. */
export const firewall: Firewall = { packages: ["ufw", "firewalld", "nftables", "iptables-persistent"] };
