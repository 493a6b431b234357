import { connectTalosctl } from "../client";
import type { Command, Run } from "../command";
import { hasRebooted, track, trackingFlags, type Tracked } from "../tracker";

export const powerCommands: readonly Command[] = [
  {
    path: "shutdown",
    flags: [...trackingFlags, { name: "force", kind: "bool" }],
    run: (run) =>
      perform(run, "shutdown", { method: "MachineService/Shutdown", request: { force: run.flags.has("force") } }),
  },
  {
    path: "reboot",
    flags: [
      ...trackingFlags,
      { name: "mode", short: "m", kind: "choice", choices: ["default", "powercycle", "force"] },
    ],
    run: (run) => perform(run, "reboot", { method: "MachineService/Reboot", request: {}, after: hasRebooted }),
  },
];

async function perform(run: Run, name: string, what: Tracked): Promise<void> {
  if (run.flags.has("wait") || run.flags.has("debug")) return track(run, what);
  const client = await connectTalosctl(run);
  await client.all(what.method, what.request, `error executing ${name}: `);
}
