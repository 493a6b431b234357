import { connect } from "../client";
import { CommandError, type Command } from "../command";

export const bootstrap: Command = {
  path: "bootstrap",
  run: async (run) => {
    const client = await connect(run);
    if (run.flags.list("nodes").length > 1)
      throw new CommandError('command "bootstrap" is not supported with multiple nodes');
    await client.all("MachineService/Bootstrap", {}, "error executing bootstrap: ");
  },
};
