import {
  bootMachine,
  booted,
  exec,
  login,
  machine,
  smallSimulation,
  ssh,
  vendorDocument,
  type SmallSimulation,
} from "./support";

let simulation: SmallSimulation;
beforeEach(async () => {
  simulation = await smallSimulation();
});
afterEach(() => simulation.close());

const address = "10.10.10.101";
const files = (...entries: readonly (readonly [string, string])[]) =>
  `write_files:\n${entries.map(([path, content]) => `  - path: ${path}\n    content: ${JSON.stringify(content)}\n`).join("")}`;
const ports = () => simulation.guests.machine("machine-1")?.sshd.ports;
const config = "/etc/ssh/sshd_config.d/10-test.conf";

test("a machine that changes only sshd_config keeps listening on 22 until systemd reloads", async () => {
  await bootMachine(simulation, machine(1, vendorDocument(files([config, "Port 2222\n"]))));
  expect(ports()).toEqual([22]);
  await ssh(simulation, { address }, "sudo -n systemctl restart ssh.socket");
  expect(ports()).toEqual([22]);
  await ssh(simulation, { address }, "sudo -n systemctl daemon-reload");
  expect(ports()).toEqual([22]);
  await ssh(simulation, { address }, "sudo -n systemctl restart ssh.socket");
  expect(ports()).toEqual([2222]);
  expect((await ssh(simulation, { address, port: 2222 }, "echo in")).stdout).toBe("in\n");
});

test("a reboot makes the socket follow sshd_config", async () => {
  await bootMachine(simulation, machine(1, vendorDocument(files([config, "Port 2222\n"]))));
  const again = booted(simulation, "machine-1");
  await ssh(simulation, { address }, "sudo -n reboot");
  await again;
  expect(ports()).toEqual([2222]);
});

test("an empty ListenStream in a drop-in forgets the port the image had", async () => {
  const dropIn = "/etc/systemd/system/ssh.socket.d/listen.conf";
  const restart = "runcmd:\n  - systemctl daemon-reload && systemctl restart ssh.socket\n";
  const added = files([dropIn, "[Socket]\nListenStream=2222\n"]);
  await bootMachine(simulation, machine(1, vendorDocument(added + restart)));
  expect(ports()).toEqual([22, 2222]);
  const replaced = files([dropIn, "[Socket]\nListenStream=\nListenStream=0.0.0.0:2222\n"]);
  await bootMachine(simulation, machine(2, vendorDocument(replaced + restart)));
  expect(simulation.guests.machine("machine-2")?.sshd.ports).toEqual([2222]);
});

test("refuses root, users that are not allowed, and unauthorized keys", async () => {
  await bootMachine(simulation, machine(1, vendorDocument(files([config, "PermitRootLogin no\nAllowUsers thor\n"]))));
  for (const user of ["root", "odin", "nobody"])
    await expect(ssh(simulation, { address, user }, "true")).rejects.toThrow(
      "All configured authentication methods failed",
    );
});

/** Logs in and says what of this environment came through. */
async function cameThrough(env: Readonly<Record<string, string>>): Promise<string> {
  const client = await login(simulation, { address });
  const ran = await new Promise<string>((resolve, reject) =>
    client.exec('echo "[$LC_TIME] [$SECRET]"', { env }, (error, channel) => {
      if (error) return reject(error);
      channel.on("data", (chunk: Buffer) => resolve(chunk.toString()));
      channel.end();
    }),
  );
  client.end();
  return ran;
}

test("passes on only the environment that AcceptEnv names", async () => {
  await bootMachine(simulation, machine(1));
  expect(await cameThrough({ LC_TIME: "fr", SECRET: "x" })).toBe("[fr] []\n");
});

test("applies a changed configuration after a reload, if it is running", async () => {
  await bootMachine(simulation, machine(1));
  await ssh(simulation, { address }, `sudo -n tee ${config}`, "AcceptEnv SECRET\n");
  expect(await cameThrough({ SECRET: "x" })).toBe("[] []\n");
  await ssh(simulation, { address }, "sudo -n systemctl reload ssh.service");
  expect(await cameThrough({ SECRET: "x" })).toBe("[] [x]\n");
});

test("uploads a file through SFTP, with the user's own rights", async () => {
  await bootMachine(simulation, machine(1));
  const client = await login(simulation, { address });
  const put = (path: string) =>
    new Promise<void>((resolve, reject) =>
      client.sftp((error, sftp) => {
        if (error) return reject(error);
        sftp.writeFile(path, "content", { mode: 0o600 }, (failure) => (failure ? reject(failure) : resolve()));
      }),
    );
  await put("/home/odin/file");
  await expect(put("/etc/file")).rejects.toThrow("Permission denied");
  expect(await exec(client, "cat file; stat -c %a file")).toMatchObject({ stdout: "content600\n" });
  client.end();
});

test("reports what ran, with every argument vector, and its output", async () => {
  await bootMachine(simulation, machine(1));
  await ssh(
    simulation,
    { address },
    "sudo -n sh -s -- step",
    'cat /etc/hostname; curl -s -H "token: secret" http://127.0.0.1/ || true\n',
  );
  const events = simulation.context.events.all.filter((event) => event.kind === "command");
  expect(events.map(({ phase }) => phase)).toEqual(["start", "end"]);
  expect(events[0]).toMatchObject({ machine: "machine-1", user: "odin", command: "sudo -n sh -s -- step" });
  expect(events[1]).toMatchObject({
    stdout: "machine-1\n",
    exitCode: 0,
    argv: [
      ["sudo", "-n", "sh", "-s", "--", "step"],
      ["sh", "-s", "--", "step"],
      ["cat", "/etc/hostname"],
      ["curl", "-s", "-H", "token: secret", "http://127.0.0.1/"],
    ],
  });
});

test("an injected fault drops the connection during a script, which is killed", async () => {
  await simulation.close();
  simulation = await smallSimulation({ faults: [{ kind: "ssh-drops", target: "machine-1", nth: 2 }] });
  await bootMachine(simulation, machine(1));
  expect((await ssh(simulation, { address }, "echo first")).code).toBe(0);
  const dropped = await ssh(simulation, { address }, "sudo -n sh -s", "sleep 50; touch /etc/survived\n");
  expect(dropped.code).toBeUndefined();
  expect((await ssh(simulation, { address }, "test -e /etc/survived")).code).toBe(1);
});

test("a script continues when its client is gone, as it is not notified", async () => {
  await bootMachine(simulation, machine(1));
  const client = await login(simulation, { address });
  const events = simulation.context.events;
  const next = (phase: string) =>
    new Promise<void>((resolve) => events.listen((e) => e.kind === "command" && e.phase === phase && resolve()));
  const [began, ended] = [next("start"), next("end")];
  void exec(client, "sudo -n sh -s", "sleep 50; touch /etc/survived\n");
  await began;
  client.end();
  await ended;
  expect((await ssh(simulation, { address }, "test -e /etc/survived")).code).toBe(0);
});

test("one connection has ten sessions at most", async () => {
  await bootMachine(simulation, machine(1));
  const client = await login(simulation, { address });
  const open = Array.from({ length: 11 }, () => exec(client, "cat").catch((error: Error) => error.message));
  expect(await open.at(-1)).toContain("Channel open failure");
  client.end();
});
