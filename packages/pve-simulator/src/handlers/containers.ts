import { createHash } from "node:crypto";
import { failure } from "../errors";
import type { Call } from "../http/route";
import type { Container } from "../model/container";
import { refuseBoth } from "../model/snapshots";
import { GiB, MiB } from "../schema/size";

/** Containers are only looked at (pve-container, API2/LXC.pm). */

/** In the order of a hash, those that the caller may look at. */
export function list({ caller, datacenter, host }: Call): unknown {
  if (!caller.has("VM.Audit")) return [];
  const here = [...datacenter.containers.values()].filter((container) => container.host === host.node);
  return datacenter.simulation.hashOrder.walk("containers", here, ({ vmId }) => String(vmId)).map(status);
}

const BELOW =
  "config pending status vncproxy termproxy vncwebsocket spiceproxy migrate clone rrd rrddata firewall snapshot resize interfaces";

/** What there is below a container's path. */
export function index(call: Call): unknown {
  containerOf(call);
  return BELOW.split(" ").map((subdir) => ({ subdir }));
}

export function readConfig(call: Call): unknown {
  const { params } = call;
  const snapshot = params.maybe("snapshot") ?? "";
  refuseBoth(params.maybe("snapshot"), params.flag("current"));
  const container = containerOf(call);
  if (snapshot !== "") throw failure(`snapshot '${snapshot}' does not exist`);
  const { config, name } = container;
  const typed = Object.entries(config).map(([option, value]) => [option, NUMBERS.has(option) ? Number(value) : value]);
  const digest = createHash("sha1")
    .update(JSON.stringify([name, config]))
    .digest("hex");
  return { hostname: name, ...(Object.fromEntries(typed) as Record<string, unknown>), digest };
}

/** JSON numbers in PVE's answers. */
const NUMBERS = new Set(
  "console cores cpulimit cpuunits debug memory onboot protection swap template tty unprivileged".split(" "),
);

function containerOf({ datacenter, params }: Call): Container {
  const [node, vmId] = [params.text("node"), params.text("vmid")];
  const container = datacenter.containers.get(Number(vmId));
  if (container?.host === node) return container;
  throw failure(`Configuration file 'nodes/${node}/lxc/${vmId}.conf' does not exist`);
}

/** Of a disk that names no size PVE says 4 GiB (LXC.pm, `vmstatus`). */
function status({ config, name, running, vmId }: Container) {
  const idle = ["cpu", "disk", "diskread", "diskwrite", "mem", "netin", "netout", "swap"].map((field) => [field, 0]);
  return {
    ...(Object.fromEntries(idle) as Record<string, number>),
    vmid: vmId,
    type: "lxc",
    name,
    status: running ? "running" : "stopped",
    cpus: Number(config["cores"] ?? 1),
    maxmem: Number(config["memory"] ?? 512) * MiB,
    maxswap: Number(config["swap"] ?? 0) * MiB,
    maxdisk: 4 * GiB,
    uptime: running ? 86_400 : 0,
  };
}
