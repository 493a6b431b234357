import { failure, parameterErrors } from "../errors";
import type { Call } from "../http/route";
import { currentActor } from "../model/actor";
import { assertFitsHardware, entriesFor, type PciMapping } from "../model/mappings";
import { splitList } from "../schema/formats";

const notOptions = ["id", "map", "delete", "digest"];

export function list({ caller, datacenter, params }: Call): unknown {
  if (!["Mapping.Modify", "Mapping.Use", "Mapping.Audit"].some((privilege) => caller.has(privilege))) return [];
  const node = params.maybe("check-node");
  return datacenter.mappings.all().map((mapping) => ({
    ...view(mapping),
    ...(node !== undefined && { checks: checks(mapping, () => datacenter.host(node)) }),
  }));
}

export function read({ datacenter, params }: Call): unknown {
  return view(datacenter.mappings.get(params.text("id")));
}

export function create({ datacenter, params }: Call): null {
  const map = params.list("map");
  datacenter.mappings.create({
    id: params.text("id"),
    map: noTwice(map),
    options: params.except(...notOptions),
    maker: currentActor(),
  });
  return null;
}

export function update({ datacenter, params }: Call): null {
  const old = datacenter.mappings.find(params.text("id"));
  if (!old) throw failure(`pci ID '${params.text("id")}' does not exist`);
  const gone = splitList(params.maybe("delete") ?? "");
  const options = Object.entries({ ...old.options, ...params.except(...notOptions) }).filter(
    ([name]) => !gone.includes(name),
  );
  const map = params.has("map") ? noTwice(params.list("map")) : old.map;
  datacenter.touch(old.maker, { what: `PCI mapping ${old.id}`, deed: "changed" });
  datacenter.mappings.replace({ ...old, map, options: Object.fromEntries(options) });
  return null;
}

export function remove({ datacenter, params }: Call): null {
  const mapping = datacenter.mappings.find(params.text("id"));
  if (mapping) datacenter.touch(mapping.maker, { what: `PCI mapping ${mapping.id}`, deed: "removed" });
  datacenter.mappings.remove(params.text("id"));
  return null;
}

function view({ id, map, options }: PciMapping) {
  const typed = Object.entries(options).map(([name, value]) => [name, name === "description" ? value : Number(value)]);
  return { id, type: "pci", map, ...(Object.fromEntries(typed) as Record<string, unknown>) };
}

function checks(mapping: PciMapping, host: () => Parameters<typeof assertFitsHardware>[0]) {
  const entries = entriesFor(mapping, host().name);
  if (entries.length === 0) return [{ severity: "warning", message: `No mapping for node ${host().name}.` }];
  return entries.flatMap((entry) => {
    try {
      assertFitsHardware(host(), mapping.id, entry);
      return [];
    } catch (error) {
      return [
        {
          severity: "error",
          message: `Invalid configuration: ${error instanceof Error ? error.message : String(error)}`,
        },
      ];
    }
  });
}

function noTwice(map: readonly string[]): readonly string[] {
  if (new Set(map).size !== map.length) throw parameterErrors({ map: "duplicate mapping entry" });
  return map;
}
