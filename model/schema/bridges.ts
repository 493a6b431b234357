import { hostCidr, listOf, mapOf, matching, section, text, wholeNumber, yesOrNo } from "./scalars";

/** A network interface by the name Linux gives it (at most 15 characters). */
export const networkInterface = () =>
  matching(
    /^[A-Za-z][A-Za-z0-9_.-]{0,14}$/,
    "allowed is the name of a network interface",
    "write it as eno2 (ip link shows them)",
  );

/** Bridges the program creates and keeps, by name. Those that exist already stand in `proxmox.hosts.<host>.bridges`. */
export const bridgesSchema = mapOf(
  section({
    host: text("a host name").optional().describe("OPTIONAL, default the only host: where it is made."),
    vlanAware: yesOrNo().default(true).describe("OPTIONAL, default true: VLAN tags of machines work on it."),
    ports: listOf(networkInterface(), "network interfaces")
      .default([])
      .describe("OPTIONAL, default none: an internal bridge, which only machines of its host are plugged into."),
    address: hostCidr().optional().describe("OPTIONAL, default none: the host's own address on it, with its prefix."),
    mtu: wholeNumber(1280, 65_520, "bytes").optional().describe("OPTIONAL, default the host's: largest packet."),
    comment: text("a text").optional().describe("OPTIONAL, default none: shown in Proxmox."),
  }),
  "bridge name: {}",
);
