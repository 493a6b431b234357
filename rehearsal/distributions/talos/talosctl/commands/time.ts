import { connect } from "../client";
import type { Command } from "../command";
import { table } from "../table";

export const time: Command = {
  path: "time",
  flags: [{ name: "check", kind: "string" }],
  run: async (run) => {
    const client = await connect(run);
    const answers = await client.all("TimeService/Time", {}, "error fetching time: ");
    const server = run.flags.text("check") ?? "time.cloudflare.com";
    const rows = answers.map(({ node = client.endpoints[0] ?? "", value }) => {
      const shown = (value as Date).toISOString().replace("T", " ").replace("Z", " +0000 UTC");
      return [node, server, shown, shown];
    });
    run.terminal.out(table([["NODE", "NTP-SERVER", "NODE-TIME", "NTP-SERVER-TIME"], ...rows]));
  },
};
