import { OUTSIDE, type Fabric } from "../../../network/fabric";
import type { SimulationContext } from "../../../simulation";
import type { OperatorProgram, Terminal } from "../../../operator/operator-program";
import { CommandError, Silent, type Command } from "./command";
import { everyCommand } from "./every-command";
import { parseTalosctlFlags, TalosctlUsageError, type Flag } from "./flags";

/** Flags of every command that talks to machines. */
const globalFlags: readonly Flag[] = [
  { name: "talosconfig", kind: "string" },
  { name: "nodes", short: "n", kind: "list" },
  { name: "endpoints", short: "e", kind: "list" },
  { name: "cluster", short: "c", kind: "string" },
  { name: "context", kind: "string" },
  { name: "siderov1-keys-dir", kind: "string" },
];

/** talosctl v1.13 on the operator's machine, in front of the simulated machines. */
export function talosctl(context: SimulationContext, fabric: Fabric): OperatorProgram {
  return {
    name: "talosctl",
    machine: (args) => machineOf(fabric, args),
    run: async (args, terminal) => {
      try {
        await execute(context, fabric, args, terminal);
        return 0;
      } catch (error) {
        if (error instanceof Silent) return 1;
        if (!(error instanceof CommandError) && !(error instanceof TalosctlUsageError)) throw error;
        terminal.err(
          `${error.message}\n${error instanceof TalosctlUsageError ? "\nUsage:\n  talosctl [command] [flags]\n\n" : ""}`,
        );
        return 1;
      }
    },
  };
}

/** The first of `--nodes`, as the name of the machine with that address. */
function machineOf(fabric: Fabric, args: readonly string[]): string | undefined {
  const at = args.findIndex((word) => word === "--nodes" || word === "-n");
  const attached = args.find((word) => word.startsWith("--nodes="))?.slice("--nodes=".length);
  const address = (at === -1 ? attached : args[at + 1])?.split(",")[0];
  return address === undefined ? undefined : fabric.holder(address)?.name;
}

async function execute(
  context: SimulationContext,
  fabric: Fabric,
  args: readonly string[],
  terminal: Terminal,
): Promise<void> {
  const command = commandOf(args);
  const own = command.flags ?? [];
  const shared = globalFlags.filter(
    ({ short, name }) => !own.some((flag) => flag.name === name || (short !== undefined && flag.short === short)),
  );
  const words = command.path.split(" ").length;
  const { flags, operands: all } = parseTalosctlFlags(args, [...own, ...shared]);
  const operands = all.slice(words);
  checkOperands(command, operands);
  await command.run({ context, fabric, origin: OUTSIDE, terminal, flags, operands });
}

/** The command whose words stand first among those that are no flags. */
function commandOf(args: readonly string[]): Command {
  const names = (command: Command): readonly string[] => [command.path, ...(command.aliases ?? [])];
  const words = args.filter((word, i) => !word.startsWith("-") && !takesValue(args[i - 1]));
  const pair = words.slice(0, 2).join(" ");
  const found =
    everyCommand.find((command) => names(command).includes(pair)) ??
    everyCommand.find((command) => names(command).includes(words[0] ?? ""));
  if (found) return found;
  throw new TalosctlUsageError(`unknown command "${words[0] ?? ""}" for "talosctl"`);
}

/** Flags before the command that are followed by their value. */
function takesValue(word: string | undefined): boolean {
  return globalFlags.some(({ name, short }) => word === `--${name}` || (short !== undefined && word === `-${short}`));
}

function checkOperands({ path, operands: wanted = 0 }: Command, operands: readonly string[]): void {
  const [least, most] = typeof wanted === "number" ? [wanted, wanted] : wanted;
  if (operands.length >= least && operands.length <= most) return;
  if (most === 0) throw new TalosctlUsageError(`unknown command "${operands[0] ?? ""}" for "talosctl ${path}"`);
  if (least === most) throw new TalosctlUsageError(`accepts ${least} arg(s), received ${operands.length}`);
  if (least === 0) throw new TalosctlUsageError(`accepts at most ${most} arg(s), received ${operands.length}`);
  throw new TalosctlUsageError(`accepts between ${least} and ${most} arg(s), received ${operands.length}`);
}
