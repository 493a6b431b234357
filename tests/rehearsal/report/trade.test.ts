import { tradeOf } from "../../../rehearsal/report/html/trade";

test.each([
  ["clone", "disk"],
  ["download rke2.linux-amd64.tar.gz", "disk"],
  ["create", "disk"],
  ["boot", "boot"],
  ["cloud-init", "boot"],
  ["start", "boot"],
  ["rke2-server start: join", "cluster"],
  ["rke2-agent start", "cluster"],
  ["drain", "drain"],
  ["shutdown", "drain"],
  ["network-reload", "other"],
])("%s is %s work", (label, trade) => {
  expect(tradeOf(label)).toBe(trade);
});
