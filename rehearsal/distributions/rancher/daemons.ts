import type { Daemon } from "../../guests/systemd/daemon";
import type { Clusters } from "../../cluster/clusters";
import type { Kind } from "./kind";
import { runAgent } from "./agent";
import { startProcess } from "./process";
import { runServer } from "./server";

/** What `ExecStart=/usr/local/bin/<program> server|agent` starts, if that program is there. */
export function rancherDaemons(of: Kind, clusters: Clusters): readonly Daemon[] {
  return [
    {
      matches: ([path, kind]) => path?.endsWith(`/${of.name}`) === true && kind === "server",
      start: (guest, unit) => startProcess(of, guest, unit, (process) => runServer(process, clusters)),
    },
    {
      matches: ([path, kind]) => path?.endsWith(`/${of.name}`) === true && kind === "agent",
      start: (guest, unit) => startProcess(of, guest, unit, (process) => runAgent(process, clusters)),
    },
  ];
}
