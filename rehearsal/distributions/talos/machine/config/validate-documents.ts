import { ipv4ToNumber } from "../../../../network/ipv4";
import type { MachineConfig } from "./machine-config";
import type { ConfigDocument } from "./read-documents";

/** What is wrong in one of the documents after the first. */
export function documentErrors({ kind, name, value }: ConfigDocument): string[] {
  if (kind === "HostnameConfig") return hostnameErrors(value);
  if (kind !== "Layer2VIPConfig") return [];
  const address =
    name === ""
      ? "name must be specified"
      : Number.isNaN(ipv4ToNumber(name))
        ? `name must be a valid IP address: ParseAddr("${name}"): unable to parse IP`
        : undefined;
  const link = typeof value.link === "string" && value.link !== "" ? undefined : "link must be specified";
  return joined(address, link);
}

function hostnameErrors({ auto, hostname = "" }: Readonly<Record<string, unknown>>): string[] {
  const name = String(hostname);
  const label = name.split(".")[0] ?? "";
  return joined(
    auto === undefined && name === "" ? "either 'auto' or 'hostname' must be set" : undefined,
    // Nothing said about `auto` is not `off`: the default is to make a name up only where none is given.
    auto !== "off" && auto !== undefined && name !== ""
      ? "'auto' and 'hostname' cannot be set at the same time"
      : undefined,
    name !== "" && (label === "" || label.length > 63) ? `invalid hostname "${label}"` : undefined,
  );
}

/** Go's errors.Join: one error of several lines. */
function joined(...errors: readonly (string | undefined)[]): string[] {
  const found = errors.filter((error) => error !== undefined);
  return found.length === 0 ? [] : [found.join("\n")];
}

/** What the first document and a later one both say. */
export function contradictions(config: MachineConfig): string[] {
  if (!config.complete || !config.document("HostnameConfig")) return [];
  return [
    ...(config.text("machine.network.hostname") === undefined
      ? []
      : ["static hostname is already set in v1alpha1 config"]),
    ...(config.flag("machine.features.stableHostname") ? ["stable hostname is already set in v1alpha1 config"] : []),
  ];
}
