import { openTerminal, type Terminal } from "./terminal";

let terminal: Terminal;
beforeAll(async () => {
  terminal = await openTerminal();
});
afterAll(() => terminal.close());

test("a program that is not installed is not found", async () => {
  expect(await terminal.sh("kubectl get nodes")).toEqual({
    stdout: "",
    stderr: "sh: 1: kubectl: not found\n",
    code: 127,
  });
  expect(await terminal.sh("/usr/local/bin/rke2 --version")).toMatchObject({
    stderr: "sh: 1: /usr/local/bin/rke2: not found\n",
    code: 127,
  });
});

test("systemd knows a new unit after a reload, and names a missing one", async () => {
  expect(await terminal.root("systemctl start nothing")).toMatchObject({
    code: 5,
    stderr: "Failed to start nothing.service: Unit nothing.service not found.\n",
  });
  expect(await terminal.root("systemctl enable nothing")).toMatchObject({
    code: 1,
    stderr: "Failed to enable unit: Unit file nothing.service does not exist.\n",
  });
  expect(await terminal.sh("systemctl is-active nothing")).toMatchObject({ code: 3, stdout: "inactive\n" });
  expect(await terminal.sh("systemctl stop ssh.socket")).toMatchObject({ code: 4 });
  const unit =
    "[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/touch /run/made\n[Install]\nWantedBy=multi-user.target\n";
  const ran = await terminal.root(`printf '${unit.replaceAll("\n", "\\n")}' > /etc/systemd/system/made.service
systemctl daemon-reload; systemctl enable --now made; systemctl is-enabled made; systemctl is-active made; ls /run/made`);
  expect(ran).toMatchObject({ code: 0, stdout: "enabled\nactive\n/run/made\n" });
});

test("settings of a module exist only once it is loaded", async () => {
  const set = "sysctl -w net.bridge.bridge-nf-call-iptables=1";
  expect(await terminal.root(set)).toMatchObject({
    code: 1,
    stderr: "sysctl: cannot stat /proc/sys/net/bridge/bridge-nf-call-iptables: No such file or directory\n",
  });
  expect((await terminal.root(`modprobe br_netfilter && ${set}`)).stdout).toBe(
    "net.bridge.bridge-nf-call-iptables = 1\n",
  );
  expect(await terminal.root("modprobe nosuchmodule")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("Module nosuchmodule not found"),
  });
});

test("a command that takes too long is stopped in the simulation's time", async () => {
  expect((await terminal.sh("timeout 5 sleep 1000")).code).toBe(124);
  expect((await terminal.sh("timeout 50 true")).code).toBe(0);
});

test("machines report their hardware", async () => {
  expect((await terminal.sh("nproc; id -un; hostname; uname -s; getent passwd odin | cut -d: -f6")).stdout).toBe(
    "2\nodin\nmachine-1\nLinux\n/home/odin\n",
  );
  expect((await terminal.sh("ip -br addr | awk '/eth0/ { print $3 }'")).stdout).toBe("10.10.10.101/24\n");
  expect((await terminal.sh("free -m | awk '/^Mem/ { print $2 }'")).stdout).toBe("4008\n");
});
