import { createHash } from "node:crypto";
import type { Client } from "ssh2";
import { tarGz } from "../../../rehearsal/derive-world/tar";
import type { InternetFile } from "../../../rehearsal/world-spec";
import {
  bootMachine,
  exec,
  login,
  machine,
  smallWorld,
  ssh,
  vendorDocument,
  type Ran,
  type SmallWorld,
} from "./support";

const archive = tarGz([
  { path: "bin/tool", mode: 0o755, content: "#!/bin/sh\necho tool $1\n" },
  { path: "lib/systemd/system/tool.service", mode: 0o644, content: "[Service]\nExecStart=/usr/local/bin/tool\n" },
]);
const file = (url: string, content: Uint8Array, more: Partial<InternetFile> = {}): InternetFile => ({
  url,
  content,
  sha256: createHash("sha256").update(content).digest("hex"),
  sizeBytes: content.length,
  ...more,
});
const release = "https://github.com/rancher/rke2/releases/download/v1.34.1%2Brke2r1";

let world: SmallWorld;
let client: Client;
beforeAll(async () => {
  const pinned = "f".repeat(64);
  const internet = [
    file(`${release}/tool.tar.gz`, archive),
    file("https://example.org/sums.txt", Buffer.from("sum  name\n")),
    file("https://example.org/pinned", Buffer.from("pinned\n"), { claimedSha256: pinned }),
  ];
  world = await smallWorld({ spec: { internet } });
  await bootMachine(
    world,
    machine(1, vendorDocument("write_files:\n  - {path: /etc/secret, content: s, permissions: '0600'}\n")),
  );
  await bootMachine(world, machine(2));
  client = await login(world, { address: "10.10.10.101" });
});
afterAll(async () => {
  client.end();
  await world.close();
});

const sh = (script: string): Promise<Ran> => exec(client, "sh -s", script);
const root = (script: string): Promise<Ran> => exec(client, "sudo -n sh -s", script);

test("a program nobody installed is not found", async () => {
  expect(await sh("kubectl get nodes")).toEqual({ stdout: "", stderr: "sh: 1: kubectl: not found\n", code: 127 });
  expect(await sh("/usr/local/bin/rke2 --version")).toMatchObject({
    stderr: "sh: 1: /usr/local/bin/rke2: not found\n",
    code: 127,
  });
});

test("files of root are closed to others, and open through sudo", async () => {
  expect((await sh("cat /etc/secret")).code).toBe(1);
  expect((await sh("echo x >/etc/new")).code).not.toBe(0);
  expect((await sh("mkdir /etc/new")).code).toBe(1);
  expect((await root("cat /etc/secret")).stdout).toBe("s");
});

test("sudo wants a password of those no rule exempts", async () => {
  expect(await exec(client, "sudo -n -u nobody sudo -n true")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("nobody is not in the sudoers file"),
  });
  const second = { address: "10.10.10.102" };
  await ssh(world, second, "sudo -n sh -s", "printf 'odin ALL=(ALL) ALL\\n' > /etc/sudoers.d/99-weaker");
  expect(await ssh(world, second, "sudo -n true")).toMatchObject({ code: 1, stderr: "sudo: a password is required\n" });
});

test("the mask of a subshell ends with it", async () => {
  const { stdout } = await sh("cd /tmp; (umask 077; echo a > closed); echo b > open; stat -c '%a' closed open");
  expect(stdout).toBe("600\n644\n");
});

test.each([
  [
    "6 for a name nobody knows",
    "curl -sS https://nowhere.example/",
    6,
    "curl: (6) Could not resolve host: nowhere.example\n",
  ],
  [
    "7 when nothing listens",
    "curl -sS http://10.10.10.102:81/",
    7,
    "curl: (7) Failed to connect to 10.10.10.102 port 81 after 0 ms: Couldn't connect to server\n",
  ],
  [
    "7 when nobody has the address",
    "curl -sS http://10.10.10.250/",
    7,
    "curl: (7) Failed to connect to 10.10.10.250 port 80 after 0 ms: No route to host\n",
  ],
  [
    "28 when a routed address stays silent",
    "curl -sS --connect-timeout 3 http://192.0.2.1/",
    28,
    expect.stringContaining("curl: (28) Failed to connect to 192.0.2.1 port 80 after 3000 ms"),
  ],
  [
    "22 for a missing file with -f",
    "curl -fsS https://example.org/nothing",
    22,
    "curl: (22) The requested URL returned error: 404\n",
  ],
  ["0 for a missing file without -f", "curl -s https://example.org/nothing", 0, ""],
  [
    "2 for an option it does not know",
    "curl --nonsense https://example.org/",
    2,
    expect.stringContaining("option --nonsense: is unknown"),
  ],
])("curl exits with %s", async (_what, command, code, stderr) => {
  expect(await sh(command)).toMatchObject({ code, stderr });
});

test("curl prints, stores and tells the status", async () => {
  expect((await sh("curl -fsSL https://example.org/sums.txt")).stdout).toBe("sum  name\n");
  expect((await sh("curl -s -o /tmp/sums -w '%{http_code}' https://example.org/sums.txt; cat /tmp/sums")).stdout).toBe(
    "200sum  name\n",
  );
  expect((await sh("curl -s -o /dev/null -w '%{http_code}' https://example.org/nothing")).stdout).toBe("404");
});

test("a release is downloaded, checked, unpacked and run", async () => {
  const sum = createHash("sha256").update(archive).digest("hex");
  const ran = await root(`set -e; cd /tmp; curl -fsSL -o t.tar.gz ${release}/tool.tar.gz; sha256sum t.tar.gz
tar -xzf t.tar.gz -C /usr/local; /usr/local/bin/tool 5; tool 6`);
  expect(ran).toEqual({ stdout: `${sum}  t.tar.gz\ntool 5\ntool 6\n`, stderr: "", code: 0 });
});

test("tar says why it cannot unpack", async () => {
  expect(await root("tar -xzf /nope.tar.gz -C /usr/local")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Cannot open: No such file or directory"),
  });
  expect(await root("echo text > /tmp/t; tar -xzf /tmp/t -C /usr/local")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("not in gzip format"),
  });
});

test("systemd knows a new unit after a reload, and names one that is not there", async () => {
  expect(await root("systemctl start nothing")).toMatchObject({
    code: 5,
    stderr: "Failed to start nothing.service: Unit nothing.service not found.\n",
  });
  expect(await root("systemctl enable nothing")).toMatchObject({
    code: 1,
    stderr: "Failed to enable unit: Unit file nothing.service does not exist.\n",
  });
  expect(await sh("systemctl is-active nothing")).toMatchObject({ code: 3, stdout: "inactive\n" });
  expect(await sh("systemctl stop ssh.socket")).toMatchObject({ code: 4 });
  const unit =
    "[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/touch /run/made\n[Install]\nWantedBy=multi-user.target\n";
  const ran = await root(`printf '${unit.replaceAll("\n", "\\n")}' > /etc/systemd/system/made.service
systemctl daemon-reload; systemctl enable --now made; systemctl is-enabled made; systemctl is-active made; ls /run/made`);
  expect(ran).toMatchObject({ code: 0, stdout: "enabled\nactive\n/run/made\n" });
});

test("settings of a module exist only once it is loaded", async () => {
  const set = "sysctl -w net.bridge.bridge-nf-call-iptables=1";
  expect(await root(set)).toMatchObject({
    code: 1,
    stderr: "sysctl: cannot stat /proc/sys/net/bridge/bridge-nf-call-iptables: No such file or directory\n",
  });
  expect((await root(`modprobe br_netfilter && ${set}`)).stdout).toBe("net.bridge.bridge-nf-call-iptables = 1\n");
  expect(await root("modprobe nosuchmodule")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("Module nosuchmodule not found"),
  });
});

test("install, chown and mktemp make files as asked", async () => {
  const ran = await root(
    "f=$(mktemp); echo a > $f; install -D -m 0640 -o odin -g sudo $f /srv/deep/file; stat -c %a /srv/deep/file $f; chown nobody /srv/deep/file",
  );
  expect(ran).toMatchObject({ code: 0, stdout: "640\n600\n" });
  expect(await root("install -m 600 -o thor /etc/hosts /srv/x")).toMatchObject({
    code: 1,
    stderr: "install: invalid user: ‘thor’\n",
  });
  expect((await sh("chown root /home/odin")).code).toBe(1);
});

test("a command that takes too long is stopped in the world's time", async () => {
  expect((await sh("timeout 5 sleep 1000")).code).toBe(124);
  expect((await sh("timeout 50 true")).code).toBe(0);
});

test("machines know what they are made of", async () => {
  expect((await sh("nproc; id -un; hostname; uname -s; getent passwd odin | cut -d: -f6")).stdout).toBe(
    "2\nodin\nmachine-1\nLinux\n/home/odin\n",
  );
  expect((await sh("ip -br addr | awk '/eth0/ { print $3 }'")).stdout).toBe("10.10.10.101/24\n");
  expect((await sh("free -m | awk '/^Mem/ { print $2 }'")).stdout).toBe("4008\n");
});

test("the world claims the sum that a stack pins for a file it does not have", async () => {
  expect((await sh("curl -fsS -o /tmp/p https://example.org/pinned; sha256sum /tmp/p")).stdout).toBe(
    `${"f".repeat(64)}  /tmp/p\n`,
  );
});
