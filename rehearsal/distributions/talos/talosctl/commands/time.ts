import { connectTalosctl } from "../client";
import type { Command } from "../command";
import { talosctlTable } from "../table";

export const timeCommand: Command = {
  path: "time",
  flags: [{ name: "check", kind: "string" }],
  run: async (run) => {
    const client = await connectTalosctl(run);
    const answers = await client.all("TimeService/Time", {}, "error fetching time: ");
    const server = run.flags.text("check") ?? "time.cloudflare.com";
    const rows = answers.map(({ node = client.endpoints[0] ?? "", value }) => {
      const shown = (value as Date).toISOString().replace("T", " ").replace("Z", " +0000 UTC");
      return [node, server, shown, shown];
    });
    run.terminal.out(talosctlTable([["NODE", "NTP-SERVER", "NODE-TIME", "NTP-SERVER-TIME"], ...rows]));
  },
};
