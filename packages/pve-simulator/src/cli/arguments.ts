import { Command, CommanderError, InvalidArgumentError } from "commander";
import { anySeed, parseSeed, type Seed } from "../seed";
import { SimulatorUsageError } from "./usage-error";

const about = "Serves the API of a Proxmox VE that is not there, on 127.0.0.1 only, until it is interrupted.";

const more = `
Exit status: 0 interrupted, 1 could not serve, 2 bad usage or something wrong in the file.`;

export interface Arguments {
  readonly world: string;
  readonly port: number;
  readonly seed: Seed;
  readonly ca: string | undefined;
}

/** What the parser leaves of the flags. */
interface Flags {
  readonly world?: string;
  readonly port: number;
  readonly seed?: Seed;
  readonly ca?: string;
}

/** The arguments; undefined when help was wanted, and printed. */
export function readArguments(args: readonly string[]): Arguments | undefined {
  const flags = flagsOf(args);
  if (flags === undefined) return undefined;
  const { world, port, seed = anySeed(), ca } = flags;
  if (world === undefined) throw new SimulatorUsageError("--world is missing, must be a file, e.g. --world world.json");
  return { world, port, seed, ca };
}

function flagsOf(args: readonly string[]): Flags | undefined {
  try {
    return commandLine()
      .parse([...args], { from: "user" })
      .opts<Flags>();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw new SimulatorUsageError(error.message.replace(/^error: /, ""));
  }
}

function commandLine(): Command {
  return new Command("pve-simulator")
    .description(about)
    .option(
      "--world <file>",
      "hosts, storages, guests and tokens, as JSON; packages/pve-simulator/README.md has every key",
    )
    .option("--port <number>", "port of the API, 0 for any that is free", portOf, 8006)
    .option(
      "--seed <number>",
      "what is left to chance in Proxmox follows it, from 0 to 4294967295; default any, printed at the start",
      seedOf,
    )
    .option("--ca <file>", "where to write the certificate of the authority to trust; default a temporary file")
    .helpOption("-h, --help", "this text")
    .addHelpText("after", more)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => void process.stdout.write(text), writeErr: () => undefined });
}

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError(`--port: got "${text}", must be a port from 0 to 65535, e.g. 8006`);
}

function seedOf(text: string): Seed {
  try {
    return parseSeed(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}
