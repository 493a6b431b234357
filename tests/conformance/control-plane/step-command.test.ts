import { commandOf, HELD, TIME_IS_OVER, type MachineStep } from "../../../steps/machine-command";
import type { Answer } from "../readers/program";
import type { PrivateMachine } from "./support/private-machine";
import { PrivateNetwork } from "./support/private-network";

jest.setTimeout(120_000);

/*
 * The command by which steps/on-machine.ts runs a script, under the real sudo, flock, timeout and sh.
 */
describe("a script on a machine", () => {
  let network: PrivateNetwork;
  let machine: PrivateMachine;
  const step = (name: string, limitSeconds = 60): MachineStep => ({ name, order: { lock: "asgard-cp" }, limitSeconds });
  // In a user namespace, where everybody else is root, sudo finds no users.
  const asHere = (command: string): string => (process.getuid?.() === 0 ? command : command.replace(/^sudo -n /, ""));
  const run = (command: string, script: string): Promise<Answer> => machine.run("sh", ["-c", asHere(command)], script);

  beforeAll(async () => {
    network = await PrivateNetwork.open();
    machine = await network.machine("cp", { address: "192.0.2.11", programs: {} });
    // What sudo asks for its own name and rules.
    await machine.read('echo "127.0.1.1 $(hostname)" >>/etc/hosts');
    await machine.write("/etc/sudoers", "root ALL=(ALL:ALL) NOPASSWD: ALL\n", "0440");
    for (const service of ["sudo", "other"])
      await machine.write(
        `/etc/pam.d/${service}`,
        ["auth", "account", "session"].map((kind) => `${kind} required pam_permit.so\n`).join(""),
      );
  });
  afterAll(() => network.close());

  it("is read completely, gets its step, and exits with the script's status", async () => {
    const answer = await run(commandOf(step("join"), 0), 'echo "$1"; id -u; exit 3\n');
    expect(answer).toEqual({ status: 3, stdout: "join\n0\n", stderr: "" });
  });

  it("does not start beside another run, and reports that with its exit status", async () => {
    const other = run(
      commandOf(step("first"), 0),
      "touch /run/goes-on; until [ -e /run/enough ]; do sleep 0.1; done\n",
    );
    await machine.read("until [ -e /run/goes-on ]; do sleep 0.1; done");
    expect(await run(commandOf(step("second"), 0), "echo never\n")).toMatchObject({ status: HELD, stdout: "" });
    const waiting = run(commandOf(step("second"), 30), "echo later\n");
    await machine.read("touch /run/enough");
    expect(await other).toMatchObject({ status: 0 });
    expect(await waiting).toMatchObject({ status: 0, stdout: "later\n" });
  });

  it("does not keep the lock through background processes", async () => {
    expect(await run(commandOf(step("leaves"), 0), "sleep 30 >/dev/null 2>&1 &\n")).toMatchObject({ status: 0 });
    expect(await run(commandOf(step("next"), 0), "echo next\n")).toMatchObject({ status: 0, stdout: "next\n" });
  });

  it("is killed after its time limit", async () => {
    const answer = await run(commandOf(step("long", 1), 0), "sleep 30\n");
    expect(answer).toMatchObject({ status: TIME_IS_OVER });
    expect(await run(commandOf(step("next"), 0), "echo next\n")).toMatchObject({ status: 0, stdout: "next\n" });
  });
});
