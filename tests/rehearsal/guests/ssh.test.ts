import { freshKeyPair } from "pve-simulator/ssh";
import {
  bootMachine,
  hostKey,
  machine,
  smallSimulation,
  ssh,
  vendorDocument,
  type Ran,
  type SmallSimulation,
} from "./support";

const joiner = freshKeyPair();
const joinHost = { address: "10.10.10.102", port: 2222 };
const joinSshKey = hostKey.public.trim().split(" ").slice(0, 2).join(" ");

const config = "Port 2222\nAllowUsers odin\n";
const files = [
  ["/etc/ssh/sshd_config.d/10-access.conf", config, "0600"],
  ["/etc/ssh/sshd_config.d/20-join.conf", "AllowUsers keeper\n", "0600"],
  [
    "/usr/local/sbin/issue",
    '#!/bin/sh\necho "issued for $1, asked: ${SSH_ORIGINAL_COMMAND:-nothing}"; id -un\n',
    "0755",
  ],
  ["/etc/sudoers.d/91-join", "keeper ALL=(root) NOPASSWD: /usr/local/sbin/issue server, /usr/bin/id\n", "0440"],
] as const;
const document = `write_files:\n${files.map(([path, content, mode]) => `  - {path: ${path}, permissions: '${mode}', content: ${JSON.stringify(content)}}\n`).join("")}runcmd:\n  - systemctl daemon-reload && systemctl restart ssh.socket\n`;

let simulation: SmallSimulation;
beforeEach(async () => {
  simulation = await smallSimulation();
  await bootMachine(simulation, machine(1));
  await bootMachine(simulation, machine(2, vendorDocument(document)));
  const set = await ssh(
    simulation,
    joinHost,
    `sudo -n sh -s`,
    `useradd --system --home-dir /var/lib/keeper --shell /bin/sh keeper; mkdir -p /var/lib/keeper/.ssh
echo 'restrict,command="/usr/local/sbin/issue server" ${joiner.public.trim()}' >/var/lib/keeper/.ssh/authorized_keys`,
  );
  expect(set).toMatchObject({ code: 0, stderr: "" });
  const key = Buffer.from(joiner.private).toString("base64");
  await run(`umask 077; echo ${key} | base64 -d >/tmp/key; echo '[10.10.10.102]:2222 ${joinSshKey}' >/tmp/known`);
});
afterEach(() => simulation.close());

const run = (script: string): Promise<Ran> => ssh(simulation, { address: "10.10.10.101" }, "sh -s", script);
const strict = "-i /tmp/key -p 2222 -o BatchMode=yes -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes";
const known = "-o UserKnownHostsFile=/tmp/known -o GlobalKnownHostsFile=/dev/null";

test("a key with a forced command runs that and nothing else", async () => {
  expect(await run(`ssh -n -T ${strict} ${known} keeper@10.10.10.102`)).toEqual({
    code: 0,
    stdout: "issued for server, asked: nothing\nkeeper\n",
    stderr: "",
  });
  expect((await run(`ssh -n ${strict} ${known} keeper@10.10.10.102 cat /etc/shadow`)).stdout).toBe(
    "issued for server, asked: cat /etc/shadow\nkeeper\n",
  );
});

test("an ordinary key runs any command, with its input and its exit status", async () => {
  const open = `echo '${joiner.public.trim()}' >/var/lib/keeper/.ssh/authorized_keys`;
  await ssh(simulation, joinHost, `sudo -n sh -c "${open}"`);
  expect(await run(`echo in | ssh ${strict} ${known} keeper@10.10.10.102 'cat; echo err >&2; exit 3'`)).toEqual({
    code: 3,
    stdout: "in\n",
    stderr: "err\n",
  });
});

test.each([
  [
    "an unknown host key",
    "-o UserKnownHostsFile=/dev/null -o GlobalKnownHostsFile=/dev/null",
    "No ED25519 host key is known for [10.10.10.102]:2222 and you have requested strict checking.",
  ],
  [
    "an unknown host key, with nobody to ask",
    "-o StrictHostKeyChecking=ask -o UserKnownHostsFile=/dev/null",
    "Host key verification failed.",
  ],
])("does not continue with %s", async (_what, options, words) => {
  const first = options.includes("ask") ? `${options} -i /tmp/key -p 2222` : `${strict} ${options}`;
  expect(await run(`ssh ${first} keeper@10.10.10.102 true`)).toMatchObject({
    code: 255,
    stderr: expect.stringContaining(words),
  });
});

test("does not continue with an unexpected host key", async () => {
  const other = freshKeyPair().public.trim().split(" ").slice(0, 2).join(" ");
  const ran = await run(
    `echo '[10.10.10.102]:2222 ${other}' >/tmp/known; ssh ${strict} ${known} keeper@10.10.10.102 true`,
  );
  expect(ran.code).toBe(255);
  expect(ran.stderr).toContain("REMOTE HOST IDENTIFICATION HAS CHANGED!");
  expect(ran.stderr).toContain("Host key verification failed.");
});

test("knows a host by its alias", async () => {
  const ran = await run(
    `echo 'join ${joinSshKey}' >/tmp/known; ssh ${strict} ${known} -o HostKeyAlias=join keeper@10.10.10.102`,
  );
  expect(ran).toMatchObject({ code: 0, stderr: "" });
});

test.each([
  ["a key that others can read", "chmod 644 /tmp/key", "keeper@10.10.10.102", 'Load key "/tmp/key": bad permissions'],
  [
    "a key that is not there",
    "rm /tmp/key",
    "keeper@10.10.10.102",
    "Warning: Identity file /tmp/key not accessible: No such file or directory.",
  ],
  [
    "a user that is not allowed in",
    "true",
    "nobody@10.10.10.102",
    "nobody@10.10.10.102: Permission denied (publickey).",
  ],
])("is refused with %s", async (_what, before, destination, words) => {
  const ran = await run(`${before}; ssh ${strict} ${known} ${destination} true`);
  expect(ran).toMatchObject({ code: 255, stderr: expect.stringContaining(words) });
  expect(ran.stderr).toContain("Permission denied (publickey).");
});

test.each([
  ["nothing listens", "-p 22", "10.10.10.102", "ssh: connect to host 10.10.10.102 port 22: Connection refused"],
  [
    "nobody has the address",
    "-p 2222",
    "10.10.10.250",
    "ssh: connect to host 10.10.10.250 port 2222: No route to host",
  ],
  [
    "a routed address stays silent",
    "-o ConnectTimeout=5",
    "192.0.2.1",
    "ssh: connect to host 192.0.2.1 port 22: Connection timed out",
  ],
  [
    "nobody knows the name",
    "-p 22",
    "asgard",
    "ssh: Could not resolve hostname asgard: Temporary failure in name resolution",
  ],
  ["an option does not exist", "-o StrictHostKeys=yes", "10.10.10.102", "Bad configuration option: stricthostkeys"],
])("says so when %s", async (_what, options, host, words) => {
  expect(await run(`ssh ${options} keeper@${host} true`)).toMatchObject({
    code: 255,
    stderr: expect.stringContaining(words),
  });
});

test("authorized_keys that others may write is ignored", async () => {
  await ssh(simulation, joinHost, "sudo -n chmod 666 /var/lib/keeper/.ssh/authorized_keys");
  expect((await run(`ssh -n ${strict} ${known} keeper@10.10.10.102`)).stderr).toContain(
    "Permission denied (publickey).",
  );
});

test("sudo permits exactly the command of a rule, with its arguments", async () => {
  const as = (command: string): Promise<Ran> => ssh(simulation, joinHost, `sudo -n -u keeper sudo -n ${command}`);
  expect((await as("/usr/local/sbin/issue server")).stdout).toContain("issued for server");
  expect((await as("id -un")).stdout).toBe("root\n");
  for (const other of ["/usr/local/sbin/issue worker", "/usr/local/sbin/issue", "cat /etc/shadow"])
    expect(await as(other)).toMatchObject({ code: 1, stderr: "sudo: a password is required\n" });
});
