import { unreadable, type KubectlCaller } from "../../cluster/kubectl/caller";
import { runKubectl } from "../../cluster/kubectl/kubectl";
import { KubectlError } from "../../cluster/kubectl/kubectl-error";
import { OUTSIDE, type Fabric } from "../../network/fabric";
import type { SimulationContext } from "../../simulation";
import { FileFailure } from "../file-failure";
import type { OperatorProgram, Terminal } from "../operator-program";

/** kubectl on the operator's machine. */
export function operatorKubectl(context: SimulationContext, fabric: Fabric): OperatorProgram {
  return {
    name: "kubectl",
    machine: (args) => machineOf(fabric, args),
    run: async (args, terminal) => {
      const { stdout = "", stderr = "", exitCode = 0 } = await runKubectl(args, callerOf(context, fabric, terminal));
      if (stdout !== "") terminal.out(stdout);
      if (stderr !== "") terminal.err(stderr);
      return exitCode;
    },
  };
}

/** The machine with the address after `--server`. */
function machineOf(fabric: Fabric, args: readonly string[]): string | undefined {
  const server = args.map((word) => /^--server=https:\/\/([^:/]+)/.exec(word)?.[1]).find((name) => name !== undefined);
  return server === undefined ? undefined : fabric.holder(server)?.name;
}

function callerOf({ clock, latencies }: SimulationContext, fabric: Fabric, terminal: Terminal): KubectlCaller {
  const second = Math.max(latencies.guestSecond, 0.001);
  return {
    env: terminal.env,
    stdin: () => Promise.reject(new KubectlError("error: the rehearsal pipes nothing into the operator's kubectl")),
    read: (path) => read(terminal, path),
    find: (address, port) => fabric.find(OUTSIDE, address, port),
    sleep: async (seconds) => {
      await clock.sleep(seconds * second, terminal.signal);
      if (terminal.signal.aborted) throw new KubectlError("error: interrupted");
    },
    time: () => clock.now() / second,
  };
}

async function read(terminal: Terminal, path: string): Promise<string> {
  try {
    return (await terminal.read(path)).content.toString();
  } catch (error) {
    if (!(error instanceof FileFailure)) throw error;
    throw error.code === "EACCES" ? unreadable(path) : new KubectlError(`error: stat ${path}: ${error.reason}`);
  }
}
