import { ManualClock } from "../src/clock";
import type { PowerOn } from "../src/guest-contract";
import { PlainGuests } from "../src/plain-guests";
import { closeAll, makeClone, makeTemplate, qemu, setup } from "./support/setup";

afterEach(closeAll);

const networkConfig = `version: 1
config:
    - type: physical
      name: eth0
      mac_address: 'bc:24:11:00:00:01'
      subnets:
      - type: static
        address: '10.0.0.9'
        netmask: '255.255.255.0'
`;

const machine: PowerOn = {
  vmId: 100,
  name: "a",
  host: "pve",
  cores: 1,
  memoryMiB: 512,
  diskGiB: 4,
  diskId: "d",
  image: "noble",
  nics: [{ bridge: "vmbr0", mac: "BC:24:11:00:00:01", model: "virtio" }],
  pciIds: [],
  agentDevice: true,
  cloudInit: { metaData: "", userData: "", networkConfig },
};

function powered(change: Partial<PowerOn> = {}) {
  const clock = new ManualClock();
  const guests = new PlainGuests(clock, { boot: 1000, shutdown: 100 });
  guests.powerOn({ ...machine, ...change });
  return { clock, guests };
}

test("a machine answers through its agent once it is up, with the addresses that cloud-init gave it", async () => {
  const { clock, guests } = powered();
  expect(guests.agentAnswers(100)).toBe(false);
  expect(guests.interfaces(100)).toBeUndefined();
  await clock.advance(1000);
  expect(guests.interfaces(100)?.slice(1)).toEqual([
    { name: "eth0", mac: "bc:24:11:00:00:01", addresses: [{ address: "10.0.0.9", prefix: 24 }] },
  ]);
});

test.each([
  ["nothing on its disk", { image: "" }],
  ["no agent in its configuration", { agentDevice: false }],
])("one with %s never answers", async (_what, change) => {
  const { clock, guests } = powered(change);
  await clock.advance(10_000);
  expect(guests.agentAnswers(100)).toBe(false);
});

test("only a system that is up shuts down on request", async () => {
  const { clock, guests } = powered();
  await expect(guests.powerOff(100, "shutdown")).rejects.toThrow("does not react");
  await clock.advance(1000);
  const off = guests.powerOff(100, "shutdown");
  await clock.advance(100);
  await off;
  expect(guests.agentAnswers(100)).toBe(false);
});

test("the agent reports the host name, and the operating system where it is known", async () => {
  const simulation = await setup();
  await makeTemplate(simulation);
  await makeClone(simulation, 1001, "worker");
  await simulation.client.put(`${qemu}/1001/config`, { agent: 1 });
  const ask = (command: string) => simulation.client.get(`${qemu}/1001/agent/${command}`);
  expect((await ask("get-host-name")).message).toBe("VM 1001 is not running\n");
  await simulation.client.task(simulation.client.post(`${qemu}/1001/status/start`));
  expect((await ask("get-osinfo")).message).toBe("QEMU guest agent is not running\n");
  simulation.guests.agent = true;
  expect((await ask("get-host-name")).data).toEqual({ result: { "host-name": "worker" } });
  expect((await ask("get-osinfo")).message).toContain("guest-get-osinfo has not been found");
});
