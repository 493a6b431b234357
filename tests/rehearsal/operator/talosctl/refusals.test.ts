import type { TalosSimulation } from "../../cluster/talos/support";
import { at, oneOfEachKind, unavailable } from "./support";

let simulation: TalosSimulation;
beforeAll(async () => {
  simulation = await oneOfEachKind();
});
afterAll(() => simulation.close());

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
  const ran = await simulation.talosctl(args);
  expect(ran.code).toBe(1);
  expect(ran.stderr).toEqual(typeof stderr === "string" ? stderr : expect.stringMatching(stderr));
});
