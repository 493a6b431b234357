import { splitList } from "../schema/formats";
import type { Call } from "../http/route";
import type { Task } from "../model/tasks";

/**
 * Tasks of a host, the last that ended first: the archive is a file that is read from its end (pve-manager, Tasks.pm).
 * What still runs is listed for who asks for it, before all the others.
 */
export function list({ datacenter, params }: Call): unknown {
  const source = params.maybe("source") ?? "archive";
  const all = [...datacenter.tasks.byUpid.values()].filter((task) => isWanted(task, params));
  const active = all.filter((task) => task.exitstatus === undefined).reverse();
  const archive = all.filter((task) => task.exitstatus !== undefined).sort((a, b) => (b.ended ?? 0) - (a.ended ?? 0));
  const tasks = [...(source === "archive" ? [] : active), ...(source === "active" ? [] : archive)];
  const from = params.number("start") ?? 0;
  return tasks.slice(from, from + (params.number("limit") ?? 50)).map((task) => ({
    ...view(task),
    status: task.exitstatus ?? "RUNNING",
    ...(task.endtime !== undefined && { endtime: task.endtime }),
  }));
}

function isWanted(task: Task, params: Call["params"]): boolean {
  const [type, vmId, user] = [params.maybe("typefilter"), params.maybe("vmid"), params.maybe("userfilter")];
  const [since, until] = [params.number("since"), params.number("until")];
  if (task.node !== params.text("node")) return false;
  if (type !== undefined && type !== "" && task.type !== type) return false;
  if (vmId !== undefined && task.id !== vmId) return false;
  if (user !== undefined && !nameOf(task).toLowerCase().includes(user.toLowerCase())) return false;
  if ((since !== undefined && task.starttime < since) || (until !== undefined && task.starttime > until)) return false;
  return statusTypes(params).includes(statusType(task));
}

function statusTypes(params: Call["params"]): readonly string[] {
  if (params.flag("errors")) return ["warning", "error", "unknown"];
  const filter = params.maybe("statusfilter");
  return filter === undefined ? ["ok", "warning", "error", "unknown"] : splitList(filter.toLowerCase());
}

function statusType({ exitstatus }: Task): string {
  if (exitstatus === undefined) return "unknown";
  return exitstatus === "OK" ? "ok" : "error";
}

export async function readStatus({ datacenter, params }: Call): Promise<unknown> {
  const task = datacenter.tasks.find(params.text("upid"));
  const { clock, latencies } = datacenter.simulation;
  if (latencies.taskStatus > 0) await clock.sleep(latencies.taskStatus);
  const { exitstatus } = task;
  return { ...view(task), ...(exitstatus === undefined ? { status: "running" } : { status: "stopped", exitstatus }) };
}

/** A task that is not there has a log all the same, of one line. */
export function readLog({ datacenter, params }: Call): unknown {
  const task = datacenter.tasks.look(params.text("upid"));
  if (!task) return [{ n: 1, t: "unable to open file - No such file or directory" }];
  const { log } = task;
  const from = params.number("start") ?? 0;
  const count = params.number("limit") ?? 50;
  if (log.length === 0) return [{ n: 1, t: "no content" }];
  return log.map((t, i) => ({ n: i + 1, t })).slice(from, count === 0 ? undefined : from + count);
}

/** Stopping a task that is over does nothing; the simulation's tasks do not listen to signals. */
export function stop({ datacenter, params }: Call): null {
  datacenter.tasks.find(params.text("upid"));
  return null;
}

const nameOf = ({ user }: Task): string => user.replace(/!.*$/, "");

/** A token is distinguished from its user. */
function view({ upid, node, type, id, user, pid, pstart, starttime }: Task) {
  const [name, tokenid] = user.split("!");
  return { upid, node, type, id, user: name, ...(tokenid !== undefined && { tokenid }), pid, pstart, starttime };
}
