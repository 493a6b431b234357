import { noRequestRefused } from "../../../rehearsal/laws/no-request-refused";
import { History } from "./history";

const request = { kind: "request", method: "GET", path: "/nodes/asgard/qemu/1001/status/current", params: {} } as const;

test("holds for answers and for refusals a client has to expect", () => {
  const history = new History(noRequestRefused)
    .emit({ ...request, status: 200 })
    .emit({ ...request, status: 500, error: "does not exist", unexpected: false });
  expect(history.breaches()).toEqual([]);
});

test("is broken by a refusal nobody should provoke", () => {
  const error = "Parameter verification failed. (memory: value must be an integer)\n";
  const history = new History(noRequestRefused).emit({ ...request, status: 400, error, unexpected: true });
  expect(history.breaches()).toEqual([
    "GET /nodes/asgard/qemu/1001/status/current was answered 400: " +
      "Parameter verification failed. (memory: value must be an integer)",
  ]);
});
