import type { RequestEvent } from "../src/host-event";
import { closeAll, makeClone, makeTemplate, qemu, setup } from "./support/setup";

afterEach(closeAll);

test("every request is recorded with its parameters, and refusals say whether the client is at fault", async () => {
  const simulation = await setup();
  const { client, proxmox } = simulation;
  await client.get(`${qemu}/1001/status/current`);
  await client.get("/cluster/nextid", { vmid: 90001 });
  await client.put(`${qemu}/1001/config/`, { cores: "many" });
  await client.get("/nope");
  const requests = simulation.simulation.events.all.filter((event): event is RequestEvent => event.kind === "request");
  expect(requests.map(({ method, path, status, unexpected }) => ({ method, path, status, unexpected }))).toEqual([
    { method: "GET", path: `${qemu}/1001/status/current`, status: 500, unexpected: false },
    { method: "GET", path: "/cluster/nextid", status: 200, unexpected: undefined },
    { method: "PUT", path: `${qemu}/1001/config`, status: 400, unexpected: true },
    { method: "GET", path: "/nope", status: 501, unexpected: true },
  ]);
  expect(proxmox.requests[2]?.params).toEqual({ cores: "many" });
  expect(requests[2]?.error).toBe("Parameter verification failed.; cores: type check ('integer') failed - got 'many'");
});

test("the events of a machine come in order", async () => {
  const simulation = await setup();
  const { client } = simulation;
  await makeTemplate(simulation);
  await makeClone(simulation, 1001, "master-1");
  await client.put(`${qemu}/1001/config`, { cores: 3 });
  await client.task(client.post(`${qemu}/1001/status/start`));
  await client.task(client.post(`${qemu}/1001/status/stop`));
  await client.task(client.delete(`${qemu}/1001`));
  const changes = simulation.simulation.events.all.flatMap((event) =>
    event.kind === "machine" && event.vmId === 1001 ? [event.change] : [],
  );
  expect(changes).toEqual(["created", "config", "starting", "stopping", "stopped", "destroyed"]);
  const spans = simulation.simulation.events.all.flatMap((event) =>
    event.kind === "span" && event.machine === "master-1" ? [event.label] : [],
  );
  expect(spans).toEqual(["clone", "start", "stop", "destroy"]);
});
