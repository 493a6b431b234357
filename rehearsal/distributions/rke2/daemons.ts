import type { Daemon } from "../../guests/systemd/daemon";
import type { Clusters } from "../../cluster/clusters";
import { runAgent } from "./agent";
import { startProcess } from "./process";
import { runServer } from "./server";

/** What `ExecStart=/usr/local/bin/rke2 server|agent` starts, if that program is there. */
export function rke2Daemons(clusters: Clusters): readonly Daemon[] {
  return [
    {
      matches: ([path, kind]) => path?.endsWith("/rke2") === true && kind === "server",
      start: (guest, unit) => startProcess(guest, unit, (process) => runServer(process, clusters)),
    },
    {
      matches: ([path, kind]) => path?.endsWith("/rke2") === true && kind === "agent",
      start: (guest, unit) => startProcess(guest, unit, (process) => runAgent(process, clusters)),
    },
  ];
}
