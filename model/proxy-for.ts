/** The proxy variables, in upper or lower case, as Go's HTTP client reads them for the provider. */
export type ProxyVariables = Readonly<Record<string, string | undefined>>;

/** The proxy for a URL, or undefined if there is none: the same one that the provider uses. */
export function proxyFor(url: URL, variables: ProxyVariables): URL | undefined {
  const [upper, lower] = url.protocol === "http:" ? ["HTTP_PROXY", "http_proxy"] : ["HTTPS_PROXY", "https_proxy"];
  const proxy = variables[upper] ?? variables[lower];
  if (proxy === undefined || proxy === "" || isSpared(url, variables["NO_PROXY"] ?? variables["no_proxy"] ?? "")) {
    return undefined;
  }
  return urlOf(proxy.includes("://") ? proxy : `http://${proxy}`, upper);
}

/** It may contain a password, so it is not shown. */
function urlOf(proxy: string, variable: string): URL {
  if (URL.canParse(proxy)) return new URL(proxy);
  throw new Error(
    `${variable}: no address of a proxy, got a value (not shown), must be its URL, e.g. http://proxy.lan:3128; mend or unset it`,
  );
}

/** Neither loopback nor hosts in NO_PROXY are reached through a proxy. */
function isSpared(url: URL, spared: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  if (host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host)) return true;
  const entries = spared.split(",").map((entry) => entry.trim().toLowerCase());
  return entries.some((entry) => entry !== "" && names(entry, host, portOf(url)));
}

const portOf = ({ port, protocol }: URL): string => (port !== "" ? port : protocol === "http:" ? "80" : "443");

function names(entry: string, host: string, port: string): boolean {
  if (entry === "*") return true;
  if (entry.includes("/")) return isInside(host, entry);
  const [, name = entry, only] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  if (only !== undefined && only !== port) return false;
  const domain = name.replace(/^\*?\./, "");
  return host === name || host.endsWith(`.${domain}`);
}

function isInside(host: string, cidr: string): boolean {
  const [network = "", length = ""] = cidr.split("/");
  const [a, b] = [bitsOf(host), bitsOf(network)];
  return a !== undefined && b !== undefined && a.slice(0, Number(length)) === b.slice(0, Number(length));
}

function bitsOf(address: string): string | undefined {
  if (!/^\d+(\.\d+){3}$/.test(address)) return undefined;
  return address
    .split(".")
    .map((byte) => Number(byte).toString(2).padStart(8, "0"))
    .join("");
}
