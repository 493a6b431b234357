import { connectTalosctl } from "../client";
import { CommandError, type Command } from "../command";

export const bootstrapCommand: Command = {
  path: "bootstrap",
  run: async (run) => {
    const client = await connectTalosctl(run);
    if (run.flags.list("nodes").length > 1)
      throw new CommandError('command "bootstrap" is not supported with multiple nodes');
    await client.all("MachineService/Bootstrap", {}, "error executing bootstrap: ");
  },
};
