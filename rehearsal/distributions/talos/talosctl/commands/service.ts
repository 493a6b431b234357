import type { ServiceStatus } from "../../machine/services";
import { connectTalosctl } from "../client";
import { CommandError, type Command } from "../command";
import { talosctlTable } from "../table";

export const service: Command = {
  path: "service",
  aliases: ["services"],
  operands: [0, 2],
  run: async (run) => {
    const [id, action = "status"] = run.operands;
    if (action !== "status") throw new CommandError(`service action "${action}" is not simulated: status alone is`);
    const client = await connectTalosctl(run);
    const answers = await client.all("MachineService/ServiceList", {}, "error listing services: ");
    const found = answers.flatMap(({ node = client.endpoints[0] ?? "", value }) =>
      (value as readonly ServiceStatus[])
        .filter((each) => id === undefined || each.id === id)
        .map((each) => ({ node, ...each })),
    );
    if (id !== undefined && found.length === 0)
      throw new CommandError(`service "${id}" is not registered on any nodes`);
    if (id === undefined) {
      const rows = found.map((each) => [each.node, each.id, each.state, healthOf(each), "1m0s ago", each.event]);
      return run.terminal.out(
        talosctlTable([["NODE", "SERVICE", "STATE", "HEALTH", "LAST CHANGE", "LAST EVENT"], ...rows]),
      );
    }
    for (const each of found)
      run.terminal.out(
        talosctlTable([
          ["NODE", each.node],
          ["ID", each.id],
          ["STATE", each.state],
          ["HEALTH", healthOf(each)],
          ["EVENTS", `[${each.state}]: ${each.event}`],
        ]),
      );
  },
};

function healthOf({ healthy }: ServiceStatus): string {
  if (healthy === undefined) return "?";
  return healthy ? "OK" : "Fail";
}
