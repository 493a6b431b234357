import { ctrl0, ctrl1 } from "../../cluster/talos/machines";
import { apply, ask, booted, type TalosSimulation } from "../../cluster/talos/support";
import { oneOfEachKind } from "./support";

let simulation: TalosSimulation;
beforeAll(async () => {
  simulation = await oneOfEachKind();
});
afterAll(() => simulation.close());

test("several nodes answer together, and one that does not is only a warning", async () => {
  const ran = await simulation.talosctl("--endpoints 10.10.10.11 --nodes 10.10.10.11,10.10.10.99 etcd members");
  expect(ran).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^WARNING: 1 error occurred:\n\t\* 10.10.10.99: /),
  });
  expect(ran.stdout).toContain("ctrl-00");
});

test("the kubeconfig goes to a file, to a folder or to standard output", async () => {
  const plain = await ask(simulation, ctrl0, "kubeconfig -");
  expect(plain.stdout).toContain("server: https://10.10.10.100:6443\n");
  expect((await ask(simulation, ctrl0, "kubeconfig --merge=false")).code).toBe(0);
  expect((await ask(simulation, ctrl0, "kubeconfig --merge=false")).stderr).toMatch(
    /^kubeconfig file already exists, use --force to overwrite: /,
  );
  expect((await ask(simulation, ctrl0, "kubeconfig --merge=false --force")).code).toBe(0);
  expect((await simulation.shell.run("stat -c %a kubeconfig")).stdout).toBe("600\n");
});

test("services and resources are listed", async () => {
  const services = await ask(simulation, ctrl0, "service");
  expect(services.stdout).toMatch(/^10\.10\.10\.11 +etcd +Running +OK /m);
  const members = await ask(simulation, ctrl0, "get members");
  expect(members.stdout).toMatch(/^NODE +NAMESPACE +TYPE +ID +VERSION +HOSTNAME +MACHINE TYPE +OS +ADDRESSES\n/);
  const status = await ask(simulation, ctrl0, "get machinestatus -o json");
  expect(JSON.parse(status.stdout)).toMatchObject({ node: "10.10.10.11", spec: { stage: "running" } });
});

test("the operator's commands are in the event log, by machine and without file contents", async () => {
  const before = simulation.context.events.all.length;
  const up = booted(simulation, ctrl1).catch(() => undefined);
  await apply(simulation, ctrl1);
  void up;
  const command = simulation.context.events.all.slice(before).find((event) => event.kind === "command");
  expect(command).toMatchObject({
    machine: "ctrl-01",
    user: "operator",
    command: expect.stringMatching(/^talosctl --talosconfig talosconfig apply-config --insecure/),
  });
});
