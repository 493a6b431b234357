import { serversLeaveEtcd } from "../../../rehearsal/laws/servers-leave-etcd";
import { History } from "./history";

const master = "valaskjalf-master-3";

test("holds when the server leaves etcd first, and in a destroy of everything", () => {
  const left = new History(serversLeaveEtcd).cameUp().cluster(master, "server-left").machine(master, "destroyed");
  expect(left.breaches()).toEqual([]);

  const destroyed = new History(serversLeaveEtcd).cameUp();
  destroyed.watch.phase("destroy");
  expect(destroyed.machine(master, "destroyed").breaches()).toEqual([]);
});

test("is broken when a member is destroyed", () => {
  const history = new History(serversLeaveEtcd).cameUp().machine(master, "destroyed");
  expect(history.breaches()).toEqual([`${master} was destroyed while it was an etcd member of the cluster`]);
});
