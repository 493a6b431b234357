import { parameterErrors } from "../errors";

type Options = Readonly<Record<string, string>>;

/** A request's addresses as Proxmox keeps them: address, length of the prefix, and both together (API2/Network.pm). */
export function withAddresses(asked: Options): Record<string, string> {
  const four = family(asked, "");
  const six = family(asked, "6");
  const families = [
    ...(four["address"] === undefined ? [] : ["inet"]),
    ...(six["address6"] === undefined ? [] : ["inet6"]),
  ];
  return {
    ...asked,
    ...four,
    ...six,
    families: families.join(" ") || "inet",
    method: four["address"] === undefined ? "manual" : "static",
    method6: six["address6"] === undefined ? "manual" : "static",
  };
}

function family(asked: Options, suffix: "" | "6"): Record<string, string> {
  const [cidr, address, netmask] = ["cidr", "address", "netmask"].map((name) => asked[`${name}${suffix}`]);
  for (const [name, value] of Object.entries({ address, netmask })) {
    if (cidr === undefined || cidr === "" || value === undefined) continue;
    throw parameterErrors({ [`${name}${suffix}`]: `${name}${suffix} conflicts with cidr${suffix}` });
  }
  const [host, bits] = cidr === undefined ? [address, netmask && prefixOf(netmask)] : cidr.split("/");
  if (host === undefined || host === "") return {};
  const length = bits ?? (suffix === "6" ? "128" : "32");
  const known = bits === undefined ? {} : { [`netmask${suffix}`]: bits };
  return { [`address${suffix}`]: host, ...known, [`cidr${suffix}`]: `${host}/${length}` };
}

/** 24 of 255.255.255.0. */
function prefixOf(netmask: string): string {
  if (!netmask.includes(".")) return netmask;
  const bits = netmask.split(".").map((byte) => Number(byte).toString(2));
  return String(bits.join("").replaceAll("0", "").length);
}
