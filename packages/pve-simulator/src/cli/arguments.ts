import { parseArgs } from "node:util";
import { anySeed, parseSeed, type Seed } from "../seed";
import { SimulatorUsageError } from "./usage-error";

export const help = `pve-simulator --world world.json [--port 8006] [--seed 42] [--ca ca.pem]

Serves the API of a Proxmox VE that is not there, on 127.0.0.1 only, until it is interrupted.

  --world FILE   hosts, storages, guests and tokens, as JSON; packages/pve-simulator/README.md has every key
  --port N       port of the API; default 8006, 0 for any that is free
  --seed N       what is left to chance in Proxmox follows it, from 0 to 4294967295; default any, printed at the start
  --ca FILE      where to write the certificate of the authority to trust; default a temporary file
  --help         this text

Exit status: 0 interrupted, 1 could not serve, 2 bad usage or something wrong in the file.
`;

export interface Arguments {
  readonly world: string;
  readonly port: number;
  readonly seed: Seed;
  readonly ca: string | undefined;
}

/** The arguments; undefined when help is wanted. */
export function readArguments(args: readonly string[]): Arguments | undefined {
  const { help: wantsHelp, world, port = "8006", seed, ca } = valuesOf(args);
  if (wantsHelp === true) return undefined;
  if (world === undefined) throw new SimulatorUsageError("--world is missing, must be a file, e.g. --world world.json");
  return { world, port: portOf(port), seed: seedOf(seed), ca };
}

function valuesOf(args: readonly string[]) {
  const text = { type: "string" } as const;
  const options = { world: text, port: text, seed: text, ca: text, help: { type: "boolean", short: "h" } } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new SimulatorUsageError(error instanceof Error ? error.message : String(error));
  }
}

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new SimulatorUsageError(`--port: got "${text}", must be a port from 0 to 65535, e.g. 8006`);
}

function seedOf(text: string | undefined): Seed {
  try {
    return text === undefined ? anySeed() : parseSeed(text);
  } catch (error) {
    throw new SimulatorUsageError(`--seed: ${error instanceof Error ? error.message : String(error)}`);
  }
}
