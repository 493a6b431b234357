import { clusterSecrets, talosconfig } from "../../support/talos-config";
import { ctrl0, ctrl1, work0 } from "../cluster/talos/machines";
import {
  apply,
  ask,
  boot,
  booted,
  bootstrapWhenReady,
  joined,
  talosWorld,
  until,
  writeConfig,
  type TalosWorld,
} from "../cluster/talos/support";

let world: TalosWorld;
beforeAll(async () => {
  world = await talosWorld();
  await boot(world, ctrl0);
  await apply(world, ctrl0);
  await boot(world, ctrl1);
  await until(
    () =>
      world.clusters.talos.system
        .machine(ctrl0.name)
        ?.network.ports()
        .some(({ port }) => port === 50_001) === true,
  );
  await bootstrapWhenReady(world, ctrl0);
  await joined(world, ctrl0);
  await boot(world, work0);
  await apply(world, work0);
  await joined(world, work0);
});
afterAll(() => world.close());

const at = "--endpoints 10.10.10.11 --nodes 10.10.10.11";
const unavailable = (transport: string): string =>
  `rpc error: code = Unavailable desc = connection error: desc = ${JSON.stringify(transport)}\n`;
const untrusted =
  'transport: authentication handshake failed: tls: failed to verify certificate: x509: certificate signed by unknown authority (possibly because of "x509: Ed25519 verification failure" while trying to verify candidate authority certificate "talos")';

test.each([
  ["teleport", 'unknown command "teleport" for "talosctl"\n'],
  ["version --clint", "unknown flag: --clint\n"],
  ["version -x", "unknown shorthand flag: 'x' in -x\n"],
  ["bootstrap now", 'unknown command "now" for "talosctl bootstrap"\n'],
  ["bootstrap --nodes", "flag needs an argument: --nodes\n"],
  ["etcd remove-member", "accepts 1 arg(s), received 0\n"],
  [
    `apply-config ${at} --mode never`,
    'invalid argument "never" for "-m, --mode" flag: possible options are: auto, no-reboot, reboot, staged, try\n',
  ],
  [
    `health ${at} --wait-timeout soon`,
    'invalid argument "soon" for "--wait-timeout" flag: time: invalid duration "soon"\n',
  ],
  ["validate --config x", 'required flag(s) "mode" not set\n'],
])("says what is wrong with %s, and how it is used", async (args, message) => {
  const ran = await world.talosctl(args);
  expect(ran).toMatchObject({ code: 1, stdout: "" });
  expect(ran.stderr).toBe(`${message}\n\nUsage:\n  talosctl [command] [flags]\n\n`.replace("\n\n\n", "\n\n"));
});

test.each([
  [
    "no node",
    "--endpoints 10.10.10.11 bootstrap",
    "nodes are not set for the command: please use `--nodes` flag or configuration file to set the nodes to run the command against\n",
  ],
  ["no endpoint", "--nodes 10.10.10.11 bootstrap", "error constructing client: failed to determine endpoints\n"],
  [
    "nobody there",
    "--endpoints 10.10.10.99 --nodes 10.10.10.99 bootstrap",
    `error executing bootstrap: ${unavailable("transport: Error while dialing: dial tcp 10.10.10.99:50000: connect: no route to host")}`,
  ],
  [
    "a machine in maintenance mode",
    "--endpoints 10.10.10.12 --nodes 10.10.10.12 bootstrap",
    `error executing bootstrap: ${unavailable("transport: authentication handshake failed: tls: failed to verify certificate: x509: certificate signed by unknown authority")}`,
  ],
  [
    "a node that the endpoint cannot reach",
    "--endpoints 10.10.10.11 --nodes 10.10.10.99 etcd members",
    `error getting members: 1 error occurred:\n\t* 10.10.10.99: ${unavailable("transport: Error while dialing: dial tcp 10.10.10.99:50000: connect: no route to host")}\n\n`,
  ],
  [
    "a worker as endpoint for others",
    "--endpoints 10.10.10.21 --nodes 10.10.10.11 etcd members",
    "error getting members: rpc error: code = PermissionDenied desc = no request forwarding\n",
  ],
  [
    "a worker asked for members",
    "--endpoints 10.10.10.11 --nodes 10.10.10.21 etcd members",
    "error getting members: 1 error occurred:\n\t* 10.10.10.21: rpc error: code = Unimplemented desc = member list is only available on control plane nodes\n\n\n",
  ],
  [
    "a bootstrap of a worker",
    "--endpoints 10.10.10.21 --nodes 10.10.10.21 bootstrap",
    "error executing bootstrap: rpc error: code = Unimplemented desc = bootstrap is only available on control plane nodes\n",
  ],
  [
    "a second bootstrap",
    `${at} bootstrap`,
    "error executing bootstrap: 1 error occurred:\n\t* 10.10.10.11: rpc error: code = AlreadyExists desc = etcd data directory is not empty\n\n\n",
  ],
  [
    "several nodes at once",
    "--endpoints 10.10.10.11 --nodes 10.10.10.11,10.10.10.12 bootstrap",
    'command "bootstrap" is not supported with multiple nodes\n',
  ],
  [
    "a member that does not exist",
    `${at} etcd remove-member 1234`,
    "1 error occurred:\n\t* 10.10.10.11: rpc error: code = NotFound desc = failed to remove member 4660: etcdserver: member not found\n\n\n",
  ],
  [
    "a member id that is none",
    `${at} etcd remove-member ctrl-00`,
    'error parsing member ID: strconv.ParseUint: parsing "ctrl-00": invalid syntax\n',
  ],
  [
    "a file named -",
    `${at} apply-config --file -`,
    'failed to read configuration from "-": open -: no such file or directory\n',
  ],
  ["no file", `${at} apply-config`, "no filename supplied for configuration\n"],
  [
    "a configured machine without credentials",
    "apply-config --insecure --nodes 10.10.10.11 --file talosconfig",
    `error applying new configuration: ${unavailable("error reading server preface: remote error: tls: certificate required")}`,
  ],
  [
    "a partition that does not exist",
    `${at} reset --wait=false --system-labels-to-wipe HOME`,
    'error executing reset: 1 error occurred:\n\t* 10.10.10.11: rpc error: code = Unknown desc = failed to get volume status with label "HOME": resource VolumeStatuses.block.talos.dev(runtime/HOME@undefined) doesn\'t exist\n\n\n',
  ],
  [
    "a resource that does not exist",
    `${at} get gods`,
    'rpc error: code = NotFound desc = resource "gods" is not registered\n',
  ],
  ["a service that does not exist", `${at} service hammer`, 'service "hammer" is not registered on any nodes\n'],
  [
    "an image that does not exist",
    `${at} upgrade --image ghcr.io/siderolabs/installer:latest`,
    /^error pulling upgrade image: error from node 10.10.10.11: rpc error: code = NotFound desc = failed to resolve image/,
  ],
])("refuses %s", async (_what, args, stderr) => {
  const ran = await world.talosctl(args);
  expect(ran.code).toBe(1);
  expect(ran.stderr).toEqual(typeof stderr === "string" ? stderr : expect.stringMatching(stderr));
});

describe("with other credentials", () => {
  const bootstrap = (file: string) => world.shell.run(`talosctl --talosconfig ${file} ${at} bootstrap`);

  test("another cluster's authority is not believed, and a certificate it signed not let in", async () => {
    const other = await clusterSecrets("other");
    world.shell.write("other", await talosconfig(other));
    expect((await bootstrap("other")).stderr).toBe(`error executing bootstrap: ${unavailable(untrusted)}`);
    const mixed = (await talosconfig(other)).replace(
      /ca: .*/,
      `ca: ${Buffer.from(world.secrets.os.certificate).toString("base64")}`,
    );
    world.shell.write("mixed", mixed);
    expect((await bootstrap("mixed")).stderr).toContain("remote error: tls: unknown certificate authority");
  });

  test("a certificate that has run out is told so", async () => {
    world.shell.write("old", await talosconfig(world.secrets, { days: -1 }));
    expect((await bootstrap("old")).stderr).toContain("remote error: tls: expired certificate");
  });

  test("a reader may look and not touch", async () => {
    world.shell.write("reader", await talosconfig(world.secrets, { role: "os:reader" }));
    expect((await bootstrap("reader")).stderr).toBe(
      "error executing bootstrap: 1 error occurred:\n\t* 10.10.10.11: rpc error: code = PermissionDenied desc = not authorized\n\n\n",
    );
    const members = await world.shell.run(`talosctl --talosconfig reader ${at} etcd members`);
    expect(members.code).toBe(0);
  });

  test("a key that does not belong to its certificate never leaves the machine", async () => {
    const [one, two] = [await talosconfig(world.secrets), await talosconfig(world.secrets)];
    world.shell.write("torn", one.replace(/key: .*/, /key: .*/.exec(two)?.[0] ?? ""));
    expect((await bootstrap("torn")).stderr).toBe(
      "error constructing client: failed to create client connection: failed to acquire credentials: could not load client key pair: tls: private key does not match public key\n",
    );
  });

  test("a talosconfig that is not there is made, and of no use", async () => {
    const ran = await bootstrap("missing");
    expect(ran.stderr).toBe(
      "error constructing client: failed to create client connection: failed to resolve configuration context: talos config file is empty\n",
    );
    expect((await world.shell.run("cat missing")).stdout).toBe('context: ""\ncontexts: {}\n');
  });
});

test("the talosconfig is found by TALOSCONFIG and names endpoints and nodes", async () => {
  world.shell.write(
    "whole",
    await talosconfig(world.secrets, { endpoints: ["10.10.10.99", "10.10.10.11"], nodes: ["10.10.10.11"] }),
  );
  const ran = await world.shell.run("talosctl version", { env: { TALOSCONFIG: "whole" } });
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(ran.stdout).toBe(
    "Client:\n\tTag:         v1.13.9\n\tSHA:         0e58a0e9\n\tBuilt:       \n\tGo version:  go1.26.6\n\tOS/Arch:     linux/amd64\n" +
      "Server:\n\tNODE:        10.10.10.11\n\tTag:         v1.13.9\n\tSHA:         0e58a0e9\n\tBuilt:       \n\tGo version:  go1.26.6\n\tOS/Arch:     linux/amd64\n\tEnabled:     RBAC\n",
  );
  expect((await world.shell.run("talosctl version --client --short")).stdout).toBe("Client:\nTalos v1.13.9\n");
});

test("several nodes answer side by side, and who does not is only a warning", async () => {
  const ran = await world.talosctl("--endpoints 10.10.10.11 --nodes 10.10.10.11,10.10.10.99 etcd members");
  expect(ran).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^WARNING: 1 error occurred:\n\t\* 10.10.10.99: /),
  });
  expect(ran.stdout).toContain("ctrl-00");
});

test("a configuration is checked without any machine", async () => {
  const file = writeConfig(world, work0);
  expect(await world.talosctl(`validate -c ${file} -m cloud --strict`)).toEqual({
    code: 0,
    stdout: `${file} is valid for cloud mode\n`,
    stderr: "",
  });
  expect((await world.talosctl(`validate -c ${file} -m metal`)).stderr).toBe(
    '1 error occurred:\n\t* v1alpha1.Config: 1 error occurred:\n\t* install instructions are required in "metal" mode\n\n\n\n\n',
  );
});

test("a change that needs a reboot is refused without one, and a dry run changes nothing", async () => {
  const file = writeConfig(world, ctrl0, { "0.machine.token": "ghijkl.0123456789abcdef" });
  const refused = await ask(world, ctrl0, `apply-config --mode no-reboot --file ${file}`);
  expect(refused).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("this config change can't be applied in immediate mode\ndiff:\n--- a\n+++ b\n"),
  });
  const dry = await ask(world, ctrl0, `apply-config --dry-run --file ${file}`);
  expect(dry.stderr).toMatch(
    /^Dry run summary:\nApplied configuration with a reboot: this config change .* \(skipped in dry-run\)\./s,
  );
  const harmless = writeConfig(world, ctrl0, { "0.machine.nodeLabels": { tier: "one" } });
  expect((await ask(world, ctrl0, `apply-config --file ${harmless}`)).stderr).toBe(
    "Applied configuration without a reboot\n",
  );
  await until(() => [...world.clusters.all()][0]?.nodes.get("ctrl-00")?.labels.get("tier") === "one");
});

test("the kubeconfig goes to a file, to a folder or to standard output", async () => {
  const plain = await ask(world, ctrl0, "kubeconfig -");
  expect(plain.stdout).toContain("server: https://10.10.10.100:6443\n");
  expect((await ask(world, ctrl0, "kubeconfig --merge=false")).code).toBe(0);
  expect((await ask(world, ctrl0, "kubeconfig --merge=false")).stderr).toMatch(
    /^kubeconfig file already exists, use --force to overwrite: /,
  );
  expect((await ask(world, ctrl0, "kubeconfig --merge=false --force")).code).toBe(0);
  expect((await world.shell.run("stat -c %a kubeconfig")).stdout).toBe("600\n");
});

test("services and resources are listed", async () => {
  const services = await ask(world, ctrl0, "service");
  expect(services.stdout).toMatch(/^10\.10\.10\.11 +etcd +Running +OK /m);
  const members = await ask(world, ctrl0, "get members");
  expect(members.stdout).toMatch(/^NODE +NAMESPACE +TYPE +ID +VERSION +HOSTNAME +MACHINE TYPE +OS +ADDRESSES\n/);
  const status = await ask(world, ctrl0, "get machinestatus -o json");
  expect(JSON.parse(status.stdout)).toMatchObject({ node: "10.10.10.11", spec: { stage: "running" } });
});

test("apply-config to a machine in maintenance mode says what it takes and what not", async () => {
  const strict = writeConfig(world, ctrl1, { "0.machine.tpye": "worker" });
  const refused = await world.talosctl(`apply-config --insecure --nodes 10.10.10.12 --file ${strict}`);
  expect(refused.stderr).toBe(
    "error applying new configuration: rpc error: code = InvalidArgument desc = error decoding document /v1alpha1/ (line 2): unknown keys found during decoding:\nmachine:\n    tpye: worker\n\n",
  );
  const reset = await world.talosctl("reset --insecure --wait=false --nodes 10.10.10.12");
  expect(reset.stderr).toBe("error executing reset: rpc error: code = PermissionDenied desc = not authorized\n");
  expect((await world.talosctl("version --insecure --nodes 10.10.10.12")).code).toBe(0);
});

test("what the operator runs is in the diary, by machine and without what the files hold", async () => {
  const before = world.context.events.all.length;
  const up = booted(world, ctrl1).catch(() => undefined);
  await apply(world, ctrl1);
  void up;
  const command = world.context.events.all.slice(before).find((event) => event.kind === "command");
  expect(command).toMatchObject({
    machine: "ctrl-01",
    user: "operator",
    command: expect.stringMatching(/^talosctl --talosconfig talosconfig apply-config --insecure/),
  });
});
