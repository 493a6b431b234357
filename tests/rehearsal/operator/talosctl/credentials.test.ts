import { clusterSecrets, talosconfig } from "../../../support/talos-config";
import type { TalosSimulation } from "../../cluster/talos/support";
import { at, oneOfEachKind, unavailable } from "./support";

let simulation: TalosSimulation;
beforeAll(async () => {
  simulation = await oneOfEachKind();
});
afterAll(() => simulation.close());

const untrusted =
  'transport: authentication handshake failed: tls: failed to verify certificate: x509: certificate signed by unknown authority (possibly because of "x509: Ed25519 verification failure" while trying to verify candidate authority certificate "talos")';

describe("with other credentials", () => {
  const bootstrap = (file: string) => simulation.shell.run(`talosctl --talosconfig ${file} ${at} bootstrap`);

  test("another cluster's authority is not trusted, and its certificates are refused", async () => {
    const other = await clusterSecrets("other");
    simulation.shell.write("other", await talosconfig(other));
    expect((await bootstrap("other")).stderr).toBe(`error executing bootstrap: ${unavailable(untrusted)}`);
    const mixed = (await talosconfig(other)).replace(
      /ca: .*/,
      `ca: ${Buffer.from(simulation.secrets.os.certificate).toString("base64")}`,
    );
    simulation.shell.write("mixed", mixed);
    expect((await bootstrap("mixed")).stderr).toContain("remote error: tls: unknown certificate authority");
  });

  test("an expired certificate is reported", async () => {
    simulation.shell.write("old", await talosconfig(simulation.secrets, { days: -1 }));
    expect((await bootstrap("old")).stderr).toContain("remote error: tls: expired certificate");
  });

  test("the reader role may read but not change", async () => {
    simulation.shell.write("reader", await talosconfig(simulation.secrets, { role: "os:reader" }));
    expect((await bootstrap("reader")).stderr).toBe(
      "error executing bootstrap: 1 error occurred:\n\t* 10.10.10.11: rpc error: code = PermissionDenied desc = not authorized\n\n\n",
    );
    const members = await simulation.shell.run(`talosctl --talosconfig reader ${at} etcd members`);
    expect(members.code).toBe(0);
  });

  test("a key that does not belong to its certificate never leaves the machine", async () => {
    const [one, two] = [await talosconfig(simulation.secrets), await talosconfig(simulation.secrets)];
    simulation.shell.write("torn", one.replace(/key: .*/, /key: .*/.exec(two)?.[0] ?? ""));
    expect((await bootstrap("torn")).stderr).toBe(
      "error constructing client: failed to create client connection: failed to acquire credentials: could not load client key pair: tls: private key does not match public key\n",
    );
  });

  test("a missing talosconfig is created empty", async () => {
    const ran = await bootstrap("missing");
    expect(ran.stderr).toBe(
      "error constructing client: failed to create client connection: failed to resolve configuration context: talos config file is empty\n",
    );
    expect((await simulation.shell.run("cat missing")).stdout).toBe('context: ""\ncontexts: {}\n');
  });
});

test("the talosconfig is found by TALOSCONFIG and names endpoints and nodes", async () => {
  simulation.shell.write(
    "whole",
    await talosconfig(simulation.secrets, { endpoints: ["10.10.10.99", "10.10.10.11"], nodes: ["10.10.10.11"] }),
  );
  const ran = await simulation.shell.run("talosctl version", { env: { TALOSCONFIG: "whole" } });
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(ran.stdout).toBe(
    "Client:\n\tTag:         v1.13.9\n\tSHA:         0e58a0e9\n\tBuilt:       \n\tGo version:  go1.26.6\n\tOS/Arch:     linux/amd64\n" +
      "Server:\n\tNODE:        10.10.10.11\n\tTag:         v1.13.9\n\tSHA:         0e58a0e9\n\tBuilt:       \n\tGo version:  go1.26.6\n\tOS/Arch:     linux/amd64\n\tEnabled:     RBAC\n",
  );
  expect((await simulation.shell.run("talosctl version --client --short")).stdout).toBe("Client:\nTalos v1.13.9\n");
});
