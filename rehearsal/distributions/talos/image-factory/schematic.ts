import { createHash } from "node:crypto";
import { parse, stringify } from "yaml";

/** What an image is to hold beyond Talos itself. */
export interface Schematic {
  readonly id: string;
  /** The canonical text, whose sum is the id. */
  readonly text: string;
  /** e.g. `siderolabs/qemu-guest-agent`. */
  readonly extensions: readonly string[];
}

/** Why a text is no schematic, in the factory's words. */
export class SchematicError extends Error {}

/** Fields in the order in which the factory writes them (image-factory pkg/schematic); `true` stands for any value. */
interface Fields {
  readonly [key: string]: Fields | true;
}
const fields: Fields = {
  owner: true,
  overlay: { image: true, name: true, options: true },
  customization: {
    embeddedMachineConfiguration: true,
    extraKernelArgs: true,
    meta: true,
    systemExtensions: { officialExtensions: true },
    bootloader: true,
    secureboot: { enrollKeys: true, includeWellKnownCertificates: true },
    diskImage: { sectorSize: true },
  },
};

export function readSchematic(text: string): Schematic {
  const value: unknown = parse(text) ?? {};
  if (!isMap(value)) throw new SchematicError("yaml: cannot unmarshal into schematic.Schematic");
  const canonical = { ...inOrder(value, fields, "schematic.Schematic") };
  canonical.customization ??= {};
  const written = stringify(canonical, { indent: 4, lineWidth: 0 });
  const { systemExtensions } = canonical.customization as { systemExtensions?: { officialExtensions?: string[] } };
  return {
    id: createHash("sha256").update(written).digest("hex"),
    text: written,
    extensions: systemExtensions?.officialExtensions ?? [],
  };
}

/** Known fields in the factory's order, without those that are empty; an unknown one is an error (KnownFields). */
function inOrder(value: Record<string, unknown>, known: Fields, type: string): Record<string, unknown> {
  const stranger = Object.keys(value).find((key) => !(key in known));
  if (stranger !== undefined)
    throw new SchematicError(`yaml: unmarshal errors:\n  line 1: field ${stranger} not found in type ${type}`);
  const kept = Object.entries(known).flatMap(([key, inside]): [string, unknown][] => {
    const given = value[key];
    const wanted = inside !== true && isMap(given) ? inOrder(given, inside, `schematic.${key}`) : given;
    return isEmpty(wanted) ? [] : [[key, wanted]];
  });
  return Object.fromEntries(kept);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
