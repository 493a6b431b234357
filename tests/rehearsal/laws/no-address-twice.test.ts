import { noAddressTwice } from "../../../rehearsal/laws/no-address-twice";
import { History } from "./history";

const config = (mac: string, address: string) => ({
  net0: `virtio=${mac},bridge=vmbr0,firewall=0`,
  ipconfig0: `gw=10.10.10.1,ip=${address}/24`,
});

function twoMachines(first: Record<string, string>, second: Record<string, string>): History {
  return new History(noAddressTwice)
    .machine("valaskjalf-master-1", "created", { config: first })
    .machine("valaskjalf-master-1", "starting")
    .machine("valaskjalf-master-2", "created", { config: second })
    .machine("valaskjalf-master-2", "starting");
}

test("holds for machines of their own", () => {
  const history = twoMachines(config("BC:24:11:00:00:01", "10.10.10.101"), config("BC:24:11:00:00:02", "10.10.10.102"));
  expect(history.breaches()).toEqual([]);
});

test("is broken by a shared MAC, and by a shared address", () => {
  const one = config("BC:24:11:00:00:01", "10.10.10.101");
  expect(twoMachines(one, config("bc:24:11:00:00:01", "10.10.10.102")).breaches()).toEqual([
    "valaskjalf-master-2 starts with BC:24:11:00:00:01, which valaskjalf-master-1 already uses",
  ]);
  expect(twoMachines(one, config("BC:24:11:00:00:02", "10.10.10.101")).breaches()).toEqual([
    "valaskjalf-master-2 starts with 10.10.10.101, which valaskjalf-master-1 already uses",
  ]);
});

test("holds when the other machine is off", () => {
  const one = config("BC:24:11:00:00:01", "10.10.10.101");
  const history = new History(noAddressTwice)
    .machine("valaskjalf-master-1", "created", { config: one })
    .machine("valaskjalf-master-1", "starting")
    .machine("valaskjalf-master-1", "stopped")
    .machine("valaskjalf-master-2", "created", { config: one })
    .machine("valaskjalf-master-2", "starting");
  expect(history.breaches()).toEqual([]);
});
