import { formatted, integer, matching, optional, text, type PropertyFormat } from "../schema/parameter";

const address = "[a-f0-9]{4,}:[a-f0-9]{2}:[a-f0-9]{2}(?:.[a-f0-9])?";
const vendorAndDevice = matching(/[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}/);

/** One host's entry of a PCI mapping. */
export const pciMapFormat: PropertyFormat = {
  id: vendorAndDevice,
  node: formatted("pve-node"),
  path: matching(new RegExp(`(?:${address};)*${address}`)),
  description: optional({ ...text, maxLength: 4096 }),
  iommugroup: optional(integer()),
  "subsystem-id": optional(vendorAndDevice),
};
