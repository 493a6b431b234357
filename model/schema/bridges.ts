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

/** Bridges that the program manages, by name. Existing ones are in `proxmox.hosts.<host>.bridges`. */
export const bridgesSchema = mapOf(
  newBridgeName(),
  section({
    host: pveNodeName()
      .optional()
      .describe("OPTIONAL, default every host with machines on it: the only host where it is created."),
    hosts: mapOf(
      pveNodeName(),
      section({
        ports: listOf(networkInterface(), "network interfaces")
          .optional()
          .describe("OPTIONAL, default the bridge's: its ports on this host."),
        address: hostCidr()
          .optional()
          .describe("OPTIONAL, default none: this host's own address on it, with its prefix."),
        mtu: wholeNumber(1280, 65_520, "bytes").optional().describe("OPTIONAL, default the bridge's: MTU in bytes."),
      }),
      "host: { ports, address }",
    )
      .optional()
      .describe("OPTIONAL, default as given by host: the hosts where it is created, with what differs there."),
    vlanAware: yesOrNo().default(true).describe("OPTIONAL, default true: machines may use VLAN tags on it."),
    ports: listOf(networkInterface(), "network interfaces")
      .default([])
      .describe("OPTIONAL, default none: network interfaces it connects; without any it is internal to its host."),
    address: hostCidr().optional().describe("OPTIONAL, default none: the host's own address on it, with its prefix."),
    mtu: wholeNumber(1280, 65_520, "bytes")
      .optional()
      .describe("OPTIONAL, default the host's: MTU in bytes; at most that of its ports."),
    comment: freeText().optional().describe("OPTIONAL, default none: shown in Proxmox."),
  }),
  "bridge name: {}",
);
