import { once } from "node:events";
import { connect, createServer, Socket, type AddressInfo, type Server } from "node:net";
import { freshKeyPair } from "pve-simulator/ssh";
import {
  bootMachine,
  machine,
  smallSimulation,
  vendorDocument,
  type SmallSimulation,
  type SmallSimulationOptions,
} from "../guests/support";
import { patienceOf } from "../../../steps/patience";
import { logIn } from "../../../steps/ssh-login";
import { IMPATIENT, order, reach, runStep } from "./run-step";

jest.setTimeout(60_000);

const address = "10.10.10.101";
let simulation: SmallSimulation;
afterEach(() => simulation.close());

async function boot(options: SmallSimulationOptions = {}): Promise<void> {
  simulation = await smallSimulation(options);
  await bootMachine(simulation, machine(1, vendorDocument("")));
}

test("a step runs as root on the machine, with progress on stderr and results on stdout", async () => {
  await boot();
  const ran = await runStep(
    order(reach(simulation, address)),
    'join() { echo "$(id -un)"; echo "machine-1: joins" >&2; }',
  );
  expect(ran).toEqual({ status: 0, stdout: "root\n", stderr: "machine-1: joins\n" });
});

test("the machine gets only the script: its login credentials are not sent", async () => {
  await boot();
  await runStep(order(reach(simulation, address)), "join() { :; }");
  const [start] = simulation.context.events.all.filter((event) => event.kind === "command");
  expect(start?.kind === "command" && start.stdin).toBe('join() { :; }\n"$@" </dev/null\n');
});

test("a failed script ends with its own status, and nothing is added to its output", async () => {
  await boot();
  const ran = await runStep(order(reach(simulation, address)), 'join() { echo "machine-1: no" >&2; exit 7; }');
  expect(ran).toEqual({ status: 7, stdout: "", stderr: "machine-1: no\n" });
});

test("no log line is longer than the command plugin can read, and nothing is lost", async () => {
  await boot();
  const script = "join() { printf '%0200000d' 7 >&2; echo end >&2; }";
  const { stderr } = await runStep(order(reach(simulation, address)), script);
  expect(Math.max(...stderr.split("\n").map((line) => line.length))).toBeLessThan(65_536);
  expect(stderr.replaceAll("\n", "") === `${"7".padStart(200_000, "0")}end`).toBe(true);
});

test("a machine that accepts connections but never speaks is given up in time, behind the jump host", async () => {
  await boot({ faults: [{ kind: "silent-ssh", nth: 1 }] });
  const { status, stderr } = await runStep(order(reach(simulation, address)), "join() { :; }", IMPATIENT);
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /^machine-1: step "join" failed: cannot log in: 10.10.10.101:22 through jump host \S+ accepts connections, but no SSH server speaks there/,
  );
});

describe("without a jump host", () => {
  let silent: Server;
  afterEach(() => new Promise((resolve) => silent.close(resolve)));

  test("a server that never sends its banner is given up in time too", async () => {
    simulation = await smallSimulation();
    silent = createServer((socket) => socket.resume());
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as AddressInfo;
    const { jumpHost: _, ...direct } = reach(simulation, "127.0.0.1", { port });
    const { stderr } = await runStep(order(direct), "join() { :; }", IMPATIENT);
    expect(stderr).toContain(`127.0.0.1:${port} accepts connections, but no SSH server speaks there`);
  });

  test("so is a jump host that never sends its own", async () => {
    simulation = await smallSimulation();
    silent = createServer((socket) => socket.resume());
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as AddressInfo;
    const { jumpHost, ...own } = reach(simulation, address);
    const connection = { ...own, ...(jumpHost && { jumpHost: { ...jumpHost, port } }) };
    const { stderr } = await runStep(order(connection), "join() { :; }", IMPATIENT / 4);
    expect(stderr).toContain(`cannot log in: jump host 127.0.0.1:${port} accepts connections, but`);
  });
});

test("a machine that freezes during a script is noticed, with its last output", async () => {
  await boot({ faults: [{ kind: "freezes", nth: 1 }] });
  const { status, stderr } = await runStep(order(reach(simulation, address)), "join() { sleep 5000; }", IMPATIENT / 2);
  expect(status).toBe(1);
  expect(stderr).toContain('machine-1: step "join" failed: the machine gives no sign of life any more');
});

test("the many small messages of a login are sent without waiting for acknowledgements", async () => {
  await boot();
  const { jumpHost } = reach(simulation, address);
  if (!jumpHost) throw new Error("no jump host");
  const atOnce = jest.spyOn(Socket.prototype, "setNoDelay");
  const client = await logIn(jumpHost, patienceOf({}));
  const dialled = atOnce.mock.contexts.map((socket) => (socket as Socket).remotePort);
  client.destroy();
  atOnce.mockRestore();
  expect(dialled).toContain(jumpHost.port);
});

test("another host key than the machine's own is named at once, also behind a jump host", async () => {
  await boot();
  const connection = reach(simulation, address, { hostKey: freshKeyPair().public });
  const { stderr } = await runStep(order(connection), "join() { :; }", IMPATIENT);
  expect(stderr).toMatch(/shows the host key SHA256:\S+, which is not its own; dialled \d+ times/);
});

test("a login that is refused is named as such", async () => {
  await boot();
  const connection = reach(simulation, address, { privateKey: freshKeyPair().private });
  const { stderr } = await runStep(order(connection), "join() { :; }", IMPATIENT);
  expect(stderr).toContain("All configured authentication methods failed");
});

test("a script that exceeds its time limit is killed on the machine, and reported", async () => {
  await boot();
  const script = "join() { sleep 300; touch /root/later; }";
  const { status, stderr } = await runStep(order(reach(simulation, address), 20), script);
  expect(status).toBe(1);
  expect(stderr).toContain('machine-1: step "join" failed: it took longer than 20 s and was ended');
  expect((await runStep(order(reach(simulation, address)), "join() { ls /root; }")).stdout).toBe("");
});

test("a run waits for one that is still in progress, and says so", async () => {
  await boot({ latencies: { guestSecond: 10 } });
  const script = "join() { echo begin >>/root/runs; sleep 100; echo end >>/root/runs; }";
  const began = new Promise<void>((resolve) =>
    simulation.context.events.listen((event) => event.kind === "command" && event.phase === "start" && resolve()),
  );
  const first = runStep(order(reach(simulation, address)), script);
  await began;
  const second = await runStep(order(reach(simulation, address)), script);
  expect(second.stderr).toMatch(/^waits for an earlier run of this step, which still goes on there/);
  expect([(await first).status, second.status]).toEqual([0, 0]);
  expect((await runStep(order(reach(simulation, address)), "join() { cat /root/runs; }")).stdout).toBe(
    "begin\nend\nbegin\nend\n",
  );
});

test("connections are closed with the step", async () => {
  await boot();
  await runStep(order(reach(simulation, address)), "join() { :; }");
  const { connections } = simulation.network.jumpHost;
  // Our end of it may hear a moment later than the step's.
  while (connections.open > 0) await new Promise(setImmediate);
  expect(connections).toMatchObject({ open: 0, ever: 1 });
});

test("twenty simultaneous steps get through a jump host that drops some logins, and leave no connections", async () => {
  await boot();
  const { host, port, connections } = simulation.network.jumpHost;
  // As many as may be logging in before sshd begins to turn others away (MaxStartups 10:30:100).
  const idle = Array.from({ length: 10 }, () => connect({ host, port }));
  await Promise.all(idle.map((socket) => once(socket, "data")));
  const orders = Array.from({ length: 20 }, (_, index) => ({
    ...order(reach(simulation, address)),
    lock: `machine-${index}-join`,
  }));
  const ran = await Promise.all(orders.map((one) => runStep(one, "join() { :; }")));
  expect(ran).toEqual(orders.map(() => ({ status: 0, stdout: "", stderr: "" })));
  expect(connections.refused).toBeGreaterThan(0);
  expect(connections.most).toBeLessThanOrEqual(10 + 20);
  for (const socket of idle) socket.destroy();
  await Promise.all(idle.map((socket) => once(socket, "close")));
});
