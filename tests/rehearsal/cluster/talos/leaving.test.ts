import { deleteNode } from "../../../../rehearsal/cluster/delete-node";
import { ctrl0, ctrl1, ctrl2, hardware, work0 } from "./machines";
import {
  apply,
  ask,
  boot,
  booted,
  clusterEvents,
  initCluster,
  joined,
  joinWorker,
  onlyCluster,
  succeed,
  talosSimulation,
  until,
  type TalosSimulation,
} from "./support";
import { talosSystemOf } from "../../../../rehearsal/distributions/talos/cluster/talos-system";

let simulation: TalosSimulation;
beforeEach(async () => {
  simulation = await talosSimulation();
});
afterEach(() => simulation.close());

const machine = (name: string) => talosSystemOf(simulation.clusters).machine(name);
const wipe = "--system-labels-to-wipe STATE --system-labels-to-wipe EPHEMERAL";

describe("leaving", () => {
  test("a graceful reset drains, leaves etcd, wipes the disk and powers off", async () => {
    await initCluster(simulation, ctrl0, ctrl1, ctrl2);
    const ran = await ask(simulation, ctrl2, `reset --graceful ${wipe} --wait --timeout 10m`);
    expect(ran).toMatchObject({ code: 0, stdout: "" });
    expect(ran.stderr).toMatch(/^"10\.10\.10\.13": waiting for actor ID\n"10\.10\.10\.13": actor ID: [0-9a-f-]+\n/);
    expect(ran.stderr.trim().split("\n").at(-1)).toBe('"10.10.10.13": events check condition met');
    await until(() => !simulation.guests.names().includes(ctrl2.name), "ctrl-02 off");
    expect(clusterEvents(simulation).slice(-2)).toEqual(["node-drained ctrl-02", "server-left ctrl-02"]);
    expect(onlyCluster(simulation).etcd.count()).toEqual({ voting: 2, learners: 0, up: 2 });
    expect(machine(ctrl2.name)?.disk).toMatchObject({ config: undefined, bootable: true });
  });

  test("a node that is deleted, or whose machine vanishes, leaves its member behind", async () => {
    await initCluster(simulation, ctrl0, ctrl1, ctrl2);
    const cluster = onlyCluster(simulation);
    await simulation.guests.powerOff(ctrl2.vmId, "stop");
    deleteNode(cluster, ctrl2.name);
    expect(cluster.etcd.count()).toEqual({ voting: 3, learners: 0, up: 2 });
    const id =
      (await ask(simulation, ctrl0, "etcd members")).stdout
        .split("\n")
        .find((row) => row.includes("ctrl-02"))
        ?.split(/ +/)[1] ?? "";
    await succeed(ask(simulation, ctrl0, `etcd remove-member ${id}`));
    expect(cluster.etcd.count()).toEqual({ voting: 2, learners: 0, up: 2 });
  });

  test("the last member cannot leave: a graceful reset of it fails and the machine stays", async () => {
    await initCluster(simulation, ctrl0);
    const ran = await ask(simulation, ctrl0, `reset --graceful ${wipe}`);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain("etcdserver: re-configuration failed due to not enough started members");
    expect(simulation.guests.names()).toContain(ctrl0.name);
    await succeed(ask(simulation, ctrl0, "shutdown --force"));
    await until(() => !simulation.guests.names().includes(ctrl0.name), "ctrl-00 off");
  });

  test("without quorum no node can leave, and members cannot be listed", async () => {
    await initCluster(simulation, ctrl0, ctrl1, ctrl2);
    await simulation.guests.powerOff(ctrl0.vmId, "stop");
    await simulation.guests.powerOff(ctrl1.vmId, "stop");
    expect(clusterEvents(simulation)).toContain("quorum-lost ctrl-01");
    expect((await ask(simulation, ctrl2, "etcd members")).stderr).toContain(
      "code = Unavailable desc = etcdserver: no leader",
    );
    expect((await ask(simulation, ctrl2, "etcd leave")).stderr).toMatch(
      /failed to leave cluster: failed to remove member \d+: etcdserver: no leader/,
    );
    const up = booted(simulation, ctrl1);
    simulation.guests.powerOn(hardware(ctrl1));
    await up;
    await until(() => clusterEvents(simulation).includes("quorum-regained ctrl-01"), "quorum");
  });

  test("a reset to maintenance mode comes back without a configuration, a full reset does not come back", async () => {
    await initCluster(simulation, ctrl0);
    await joinWorker(simulation, work0);
    const back = await succeed(ask(simulation, work0, `reset --reboot ${wipe}`));
    expect(back.stderr.trim().split("\n").at(-1)).toBe('"10.10.10.21": post check passed');
    expect(machine(work0.name)?.stage).toBe("maintenance");
    await succeed(apply(simulation, work0));
    await joined(simulation, work0);
    await ask(simulation, work0, "reset --wait=false");
    await until(() => !simulation.guests.names().includes(work0.name), "work-00 off");
    await expect(boot(simulation, work0)).rejects.toThrow("No bootable option");
  });

  test("an ACPI shutdown drains a node, and it is uncordoned when it is back", async () => {
    await initCluster(simulation, ctrl0);
    await joinWorker(simulation, work0);
    await simulation.guests.powerOff(work0.vmId, "shutdown");
    expect(clusterEvents(simulation).at(-1)).toBe("node-drained work-00");
    expect(onlyCluster(simulation).nodes.get(work0.name)).toMatchObject({ unschedulable: true });
    await boot(simulation, work0);
    await joined(simulation, work0);
    expect(onlyCluster(simulation).nodes.get(work0.name)).toMatchObject({ unschedulable: false });
  });
});
