import type { Command } from "../command";
import { openTalosconfig } from "../talosconfig";

/** What the talosconfig says; nothing here talks to a machine. */
export const configCommands: readonly Command[] = [
  {
    path: "config info",
    run: async (run) => {
      const { name, endpoints, nodes } = await openTalosconfig(run);
      const list = (values: readonly string[]): string => (values.length === 0 ? "not defined" : values.join(", "));
      run.terminal.out(
        `Current context:     ${name}\nNodes:               ${list(nodes)}\nEndpoints:           ${list(endpoints)}\n`,
      );
    },
  },
];
