import {
  freeText,
  hostCidr,
  listOf,
  mapOf,
  networkInterface,
  newBridgeName,
  pveNodeName,
  section,
  wholeNumber,
  yesOrNo,
} from "./scalars";

/** Bridges the program creates and keeps, by name. Those that exist already stand in `proxmox.hosts.<host>.bridges`. */
export const bridgesSchema = mapOf(
  newBridgeName(),
  section({
    host: pveNodeName()
      .optional()
      .describe("OPTIONAL, default every host with machines that are plugged into it: the one host where it is made."),
    hosts: mapOf(
      pveNodeName(),
      section({
        ports: listOf(networkInterface(), "network interfaces")
          .optional()
          .describe("OPTIONAL, default the bridge's: its ports on this host."),
        address: hostCidr()
          .optional()
          .describe("OPTIONAL, default none: this host's own address on it, with its prefix."),
        mtu: wholeNumber(1280, 65_520, "bytes").optional().describe("OPTIONAL, default the bridge's: largest packet."),
      }),
      "host: { ports, address }",
    )
      .optional()
      .describe("OPTIONAL, default as host says: the hosts where it is made, with what differs there."),
    vlanAware: yesOrNo().default(true).describe("OPTIONAL, default true: VLAN tags of machines work on it."),
    ports: listOf(networkInterface(), "network interfaces")
      .default([])
      .describe(
        "OPTIONAL, default none: network interfaces it joins; without any, only machines of its host are plugged into it.",
      ),
    address: hostCidr().optional().describe("OPTIONAL, default none: the host's own address on it, with its prefix."),
    mtu: wholeNumber(1280, 65_520, "bytes")
      .optional()
      .describe("OPTIONAL, default the host's: largest packet, in bytes; at most what its ports have."),
    comment: freeText().optional().describe("OPTIONAL, default none: shown in Proxmox."),
  }),
  "bridge name: {}",
);
