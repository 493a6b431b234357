import type { Actor } from "./actor";

/** One entry of /etc/network/interfaces, by the names of PVE's API. */
export interface NetworkInterface {
  readonly iface: string;
  readonly type: string;
  readonly options: Readonly<Record<string, string>>;
  readonly priority: number;
  readonly maker: Actor;
}

/** Names in a list of ports. */
export function portsOf(options: Readonly<Record<string, string>>): string[] {
  return (options["bridge_ports"] ?? "").split(/[;,\s]+/).filter((port) => port !== "");
}
