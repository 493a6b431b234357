import { closeAll, makeClone, makeTemplate, qemu, setup } from "./support/setup";

afterEach(closeAll);

test("the nth task of a type fails once and leaves nothing", async () => {
  const simulation = await setup({ faults: [{ kind: "task-fails", target: "qmclone", nth: 2 }] });
  await makeTemplate(simulation);
  await makeClone(simulation, 1001);
  const clone = () =>
    simulation.client.task(simulation.client.post(`${qemu}/90001/clone`, { newid: 1002, name: "second", full: 1 }));
  expect(await clone()).toBe("qmclone failed: Input/output error");
  expect(simulation.proxmox.host("asgard").vms.map((vm) => vm.vmId)).toEqual([90001, 1001]);
  expect(simulation.simulation.events.all).toContainEqual(
    expect.objectContaining({ kind: "fault", fault: "task-fails:qmclone", machine: "second" }),
  );
  expect(await clone()).toBe("OK");
});

test("a clone hits a lock time-out on its storage", async () => {
  const simulation = await setup({ faults: [{ kind: "lock-timeout", nth: 1 }] });
  await makeTemplate(simulation);
  const clone = () => simulation.client.task(simulation.client.post(`${qemu}/90001/clone`, { newid: 1001, full: 1 }));
  expect(await clone()).toBe(
    "clone failed: can't lock file '/var/lock/pve-manager/pve-storage-local-zfs' - got timeout",
  );
  expect(await clone()).toBe("OK");
});

test("the log of a failed task ends with its error", async () => {
  const { client, ...rest } = await setup({ faults: [{ kind: "task-fails", target: "qmstart", nth: 1 }] });
  await makeTemplate({ client, ...rest });
  await makeClone({ client, ...rest }, 1001);
  const begun = await client.post(`${qemu}/1001/status/start`);
  await client.task(begun);
  const { data } = await client.get(`/nodes/asgard/tasks/${encodeURIComponent(begun.upid)}/log`);
  expect(data).toEqual([{ n: 1, t: "TASK ERROR: qmstart failed: Input/output error" }]);
});
