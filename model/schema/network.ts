import { bridgesSchema } from "./bridges";
import {
  bridgeName,
  cidr,
  dnsLabel,
  domainName,
  ipAddress,
  listOf,
  mapOf,
  section,
  subnetName,
  wholeNumber,
} from "./scalars";

/** The subnets of machines, and the bridges that are created for them. */
export const networkSchema = section({
  subnets: mapOf(
    subnetName(),
    section({
      cidr: cidr().describe("REQUIRED: the network, e.g. 10.10.10.0/24."),
      gateway: ipAddress().describe("REQUIRED: its router."),
      dns: listOf(ipAddress(), "addresses")
        .min(1, { error: "must be at least one address; remove the key for the gateway" })
        .optional()
        .describe("OPTIONAL, default the gateway: name servers."),
      searchDomain: domainName()
        .optional()
        .describe(
          "OPTIONAL, default <cluster.name>.internal: domain in which machines and their pods resolve short names; " +
            "never the host's own.",
        ),
      gatewayVm: dnsLabel("a machine name")
        .optional()
        .describe("OPTIONAL, default none: the entry of vms that has the gateway's address; it starts first."),
      bridge: bridgeName().describe("REQUIRED: the bridge that machines of this subnet connect to."),
      vlan: wholeNumber(1, 4094, "VLAN id").optional().describe("OPTIONAL, default untagged: VLAN id on the bridge."),
    }),
    "subnet: { cidr, gateway, bridge }",
  ).describe("REQUIRED: the subnets, by name."),
  bridges: bridgesSchema.default({}).describe("OPTIONAL, default none: bridges to create, by name."),
});
