import { machinesStayConnected } from "../../../rehearsal/laws/machines-stay-connected";
import { History } from "./history";

const reload = { kind: "network", host: "asgard", changed: true, machines: [], hostCutOff: false } as const;

test("holds for a reload that only adds bridges", () => {
  expect(new History(machinesStayConnected).emit(reload).breaches()).toEqual([]);
});

test("is broken by a bridge that goes under a running machine, and by a host without its address", () => {
  const history = new History(machinesStayConnected)
    .emit({ ...reload, machines: ["valaskjalf-worker-1"] })
    .emit({ ...reload, hostCutOff: true });
  expect(history.breaches()).toEqual([
    "valaskjalf-worker-1 lost its bridge on asgard while it ran",
    "asgard lost its own address",
  ]);
});
