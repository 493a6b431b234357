import { stringify } from "yaml";
import { TestAuthority } from "../../support/authority";
import { ctrl0, work0 } from "../cluster/talos/machines";
import {
  initCluster,
  joinWorker,
  onlyCluster,
  talosSimulation,
  VIP,
  type TalosSimulation,
} from "../cluster/talos/support";
import type { Ran } from "./support";

let simulation: TalosSimulation;
beforeEach(async () => {
  simulation = await talosSimulation();
});
afterEach(() => simulation.close());

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** As the program issues it from the cluster's own authority. */
async function writeKubeconfig(
  signer: TestAuthority,
  edits: Record<string, unknown> = {},
  mode = 0o600,
): Promise<void> {
  const client = await signer.issue("O=system:masters, CN=admin");
  const ca = simulation.secrets.kubernetes.certificate;
  const user = {
    "client-certificate-data": base64(client.certificate),
    "client-key-data": base64(client.key),
    ...edits,
  };
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "test", cluster: { server: `https://${VIP}:6443`, "certificate-authority-data": base64(ca) } }],
    contexts: [{ name: "test", context: { cluster: "test", user: "test" } }],
    users: [{ name: "test", user }],
    "current-context": "test",
  };
  simulation.shell.write("kubeconfig", stringify(config, { lineWidth: 0 }), mode);
}

const kubectl = (args: string): Promise<Ran> =>
  simulation.shell.run(`kubectl --kubeconfig kubeconfig --request-timeout=30s ${args}`);

test("the operator asks the holder of the VIP, or a single server", async () => {
  await initCluster(simulation, ctrl0);
  await writeKubeconfig(simulation.secrets.kubernetes);
  expect(await kubectl("get --raw /readyz")).toEqual({ code: 0, stdout: "ok", stderr: "" });
  const listed = await kubectl(
    `--server=https://${ctrl0.address}:6443 get nodes -l node-role.kubernetes.io/control-plane -o 'jsonpath={range .items[*]}{.metadata.name} {.status.conditions[?(@.type=="Ready")].status}{"\\n"}{end}'`,
  );
  expect(listed).toEqual({ code: 0, stdout: "ctrl-00 True\n", stderr: "" });
  const commands = simulation.context.events.all.filter((event) => event.kind === "command" && event.phase === "end");
  expect(commands.at(-1)).toMatchObject({ machine: "ctrl-00", user: "operator" });
});

test("the operator drains a node and deletes its object", async () => {
  await initCluster(simulation, ctrl0);
  await joinWorker(simulation, work0);
  await writeKubeconfig(simulation.secrets.kubernetes);
  const drained = await kubectl("drain work-00 --ignore-daemonsets --delete-emptydir-data --force --timeout=300s");
  expect(drained.stdout).toMatch(/^node\/work-00 cordoned\n[^]*node\/work-00 drained\n$/);
  expect(await kubectl("delete node work-00")).toMatchObject({ code: 0, stdout: 'node "work-00" deleted\n' });
  expect(onlyCluster(simulation).nodes.has("work-00")).toBe(false);
});

test("before there is an API nothing answers", async () => {
  await writeKubeconfig(simulation.secrets.kubernetes);
  expect(await kubectl("get nodes")).toEqual({
    code: 1,
    stdout: "",
    stderr: `Unable to connect to the server: dial tcp ${VIP}:6443: connect: no route to host\n`,
  });
});

test("another cluster's certificate is refused, and so is a key of another certificate", async () => {
  await initCluster(simulation, ctrl0);
  await writeKubeconfig(await TestAuthority.create("O=kubernetes"));
  expect((await kubectl("get nodes")).stderr).toBe("error: You must be logged in to the server (Unauthorized)\n");
  const other = await simulation.secrets.kubernetes.issue("O=system:masters, CN=admin");
  await writeKubeconfig(simulation.secrets.kubernetes, { "client-key-data": base64(other.key) });
  expect((await kubectl("get nodes")).stderr).toBe("error: tls: private key does not match public key\n");
  await writeKubeconfig(simulation.secrets.kubernetes, { "client-key-data": "" });
  expect((await kubectl("get nodes")).stderr).toContain("client-key-data or client-key must be specified for test");
});

test("a kubeconfig that others can read is recorded, and a missing one is named", async () => {
  await writeKubeconfig(simulation.secrets.kubernetes, {}, 0o644);
  await kubectl("get nodes");
  expect(
    simulation.context.events.all.some((event) => event.kind === "document" && event.name.includes("mode 644")),
  ).toBe(true);
  expect((await simulation.shell.run("kubectl --kubeconfig nowhere get nodes")).stderr).toBe(
    "error: stat nowhere: no such file or directory\n",
  );
});
