import type { Call } from "../http/route";
import type { Task } from "../model/tasks";

export function list({ datacenter, params }: Call): unknown {
  const node = params.text("node");
  const tasks = [...datacenter.tasks.byUpid.values()].filter((task) => task.node === node).reverse();
  const from = params.number("start") ?? 0;
  return tasks.slice(from, from + (params.number("limit") ?? 50)).map(view);
}

export function readStatus({ datacenter, params }: Call): unknown {
  return view(datacenter.tasks.find(params.text("upid")));
}

export function readLog({ datacenter, params }: Call): unknown {
  const { log } = datacenter.tasks.find(params.text("upid"));
  const from = params.number("start") ?? 0;
  const count = params.number("limit") ?? 50;
  const lines = log.map((t, i) => ({ n: i + 1, t })).slice(from, count === 0 ? undefined : from + count);
  return lines.length > 0 || from > 0 ? lines : [{ n: 1, t: "no content" }];
}

/** Stopping a task that is over does nothing; the world's tasks do not listen to signals. */
export function stop({ datacenter, params }: Call): null {
  datacenter.tasks.find(params.text("upid"));
  return null;
}

function view(task: Task) {
  const { upid, node, type, id, user, pid, pstart, starttime, endtime, exitstatus } = task;
  const over = exitstatus === undefined ? { status: "running" } : { status: "stopped", exitstatus, endtime };
  return { upid, node, type, id, user, tokenid: user.split("!")[1], pid, pstart, starttime, ...over };
}
