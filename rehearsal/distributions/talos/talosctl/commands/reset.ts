import type { ResetRequest } from "../../machine/api/reset";
import { RpcError } from "../../machine/rpc";
import { connectTalosctl, connectInsecurely, type TalosClient } from "../client";
import { CommandError, type Command, type Run } from "../command";
import { hasRebooted, track, trackingFlags } from "../tracker";

export const resetCommand: Command = {
  path: "reset",
  flags: [
    ...trackingFlags,
    { name: "graceful", kind: "bool", on: true },
    { name: "reboot", kind: "bool" },
    { name: "insecure", kind: "bool" },
    { name: "wipe-mode", kind: "choice", choices: ["all", "system-disk", "user-disks"] },
    { name: "user-disks-to-wipe", kind: "list" },
    { name: "system-labels-to-wipe", kind: "list" },
  ],
  run: async (run) => {
    const { flags } = run;
    const waits = flags.has("wait") || flags.has("debug");
    if (waits && flags.has("insecure")) throw new CommandError("cannot use --wait and --insecure together");
    const what = { method: "MachineService/Reset", request: requestOf(run) };
    if (waits)
      return track(run, { ...what, ...(flags.has("reboot") && { after: (...about) => isBack(run, ...about) }) });
    const client = flags.has("insecure") ? connectInsecurely(run) : await connectTalosctl(run);
    await client.all(what.method, what.request, "error executing reset: ");
  },
};

function requestOf({ flags }: Run): ResetRequest {
  return {
    graceful: flags.has("graceful"),
    reboot: flags.has("reboot"),
    mode: (flags.text("wipe-mode") ?? "all") as ResetRequest["mode"],
    systemLabels: flags.list("system-labels-to-wipe"),
  };
}

/** In maintenance mode everybody may look: that is what a machine without a configuration is in. */
async function isBack(run: Run, client: TalosClient, node: string, bootId: string): Promise<boolean> {
  try {
    await connectInsecurely(run).ask("StorageService/Disks", {});
    return true;
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return hasRebooted(client, node, bootId);
  }
}
