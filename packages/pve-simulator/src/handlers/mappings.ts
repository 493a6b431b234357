import { failure } from "../errors";
import type { Call } from "../http/route";
import { currentActor } from "../model/actor";
import { assertFitsHardware, entriesFor, type PciMapping } from "../model/mappings";
import { splitList } from "../schema/formats";
import { assertUnchanged } from "../model/unchanged";
import { withPrefix } from "./ha-domain";

const notOptions = ["id", "map", "delete", "digest"];

export function list({ caller, datacenter, params }: Call): unknown {
  if (!["Mapping.Modify", "Mapping.Use", "Mapping.Audit"].some((privilege) => caller.has(privilege))) return [];
  const node = params.maybe("check-node");
  return datacenter.simulation.hashOrder
    .walk("mappings", datacenter.mappings.all(), ({ id }) => id)
    .map((mapping) => ({
      ...view(mapping),
      digest: datacenter.mappings.digest(),
      ...(node !== undefined && { checks: checks(mapping, () => datacenter.host(node)) }),
    }));
}

/** Of one mapping the answer does not say the id again, unlike the list. */
export function read({ datacenter, params }: Call): unknown {
  const { mappings } = datacenter;
  const { id: _id, ...told } = view(mappings.get(params.text("id")));
  return { ...told, digest: mappings.digest() };
}

export function create({ datacenter, params }: Call): null {
  const map = params.list("map");
  if (hasLines(params)) throw failure(LINE_FEED);
  datacenter.mappings.create({
    id: params.text("id"),
    map,
    options: written(params.except(...notOptions)),
    maker: currentActor(),
  });
  return null;
}

export function update({ datacenter, params }: Call): null {
  const old = checkUpdate(datacenter.mappings, params);
  const gone = splitList(params.maybe("delete") ?? "");
  const options = Object.entries({ ...old.options, ...params.except(...notOptions) }).filter(
    ([name]) => !gone.includes(name),
  );
  const map = params.list("map");
  datacenter.touch(old.maker, { what: `PCI mapping ${old.id}`, deed: "changed" });
  datacenter.mappings.replace({ ...old, map, options: written(Object.fromEntries(options)) });
  return null;
}

export function remove({ datacenter, params }: Call): null {
  const mapping = datacenter.mappings.find(params.text("id"));
  if (mapping) datacenter.touch(mapping.maker, { what: `PCI mapping ${mapping.id}`, deed: "removed" });
  datacenter.mappings.remove(params.text("id"));
  return null;
}

/** The file has no line for what is empty. */
const written = (options: Record<string, string>) =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== ""));

function view({ id, map, options }: PciMapping) {
  const typed = Object.entries(options).map(([name, value]) => [name, name === "description" ? value : Number(value)]);
  return { id, type: "pci", map, ...(Object.fromEntries(typed) as Record<string, unknown>) };
}

function checks(mapping: PciMapping, host: () => Parameters<typeof assertFitsHardware>[0]) {
  const entries = entriesFor(mapping, host().node);
  if (entries.length === 0) return [{ severity: "warning", message: `No mapping for node ${host().node}.` }];
  return entries.flatMap((entry) => {
    try {
      assertFitsHardware(host(), mapping, entry);
      return [];
    } catch (error) {
      return [
        {
          severity: "error",
          message: `Invalid configuration: ${error instanceof Error ? error.message : String(error)}\n`,
        },
      ];
    }
  });
}

/** An update is read like a creation, so it must bring the whole map (pve-manager, API2/Cluster/Mapping/PCI.pm). */
function checkUpdate(mappings: Call["datacenter"]["mappings"], params: Call["params"]): PciMapping {
  const id = params.text("id");
  const refuse = (complaint: string) => failure(`${UPDATE_FAILED}${complaint}`);
  withPrefix(UPDATE_FAILED, () => assertUnchanged(params.maybe("digest"), mappings.digest()));
  const old = mappings.find(id);
  if (!old) throw refuse(`pci ID '${id}' does not exist`);
  if (!params.has("map")) throw refuse("missing value for required option 'map'");
  if (hasLines(params)) throw refuse(LINE_FEED);
  for (const name of splitList(params.maybe("delete") ?? "")) {
    if (!optionNames.includes(name)) throw refuse(`no such option '${name}'`);
    if (name === "map") throw refuse("unable to delete required option 'map'");
    if (params.has(name)) throw refuse(`cannot set and delete property '${name}' at the same time!`);
  }
  return old;
}

const optionNames = ["description", "live-migration-capable", "map", "mdev"];

const UPDATE_FAILED = "update hardware mapping failed: ";
const LINE_FEED = "property contains a line feed";

/** The file has a line for each option. */
function hasLines(params: Call["params"]): boolean {
  return [params.maybe("description") ?? "", ...params.list("map")].some((value) => /[\n\r]/.test(value));
}
