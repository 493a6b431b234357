import { utils } from "ssh2";
import {
  bootMachine,
  booted,
  hostKey,
  machine,
  networkDocument,
  smallSimulation,
  ssh,
  userDocument,
  vendorDocument,
  type SmallSimulation,
} from "./support";

let simulation: SmallSimulation;
beforeEach(async () => {
  simulation = await smallSimulation();
});
afterEach(() => simulation.close());

const boot = async (vendor?: string, more = {}) => {
  await bootMachine(simulation, machine(1, vendor, more));
  const view = simulation.guests.machine("machine-1");
  if (!view) throw new Error("not running");
  return view;
};
const target = { address: "10.10.10.101" };

test("the user of the user document gets keys and sudo, and the vendor document adds files and settings", async () => {
  const view = await boot(
    vendorDocument(
      "locale: fr_FR.UTF-8\nkeyboard: {layout: fr}\ntimezone: Europe/Paris\npackages: [vim]\nwrite_files:\n  - {path: /etc/motd, content: hello, permissions: '0600'}\n",
    ),
  );
  expect(view.user("odin")).toMatchObject({ uid: 1000, home: "/home/odin", shell: "/bin/bash" });
  expect(view.file("/etc/default/locale")).toContain("LANG=fr_FR.UTF-8");
  expect(view.file("/etc/default/keyboard")).toContain('XKBLAYOUT="fr"');
  expect(view.file("/etc/timezone")).toBe("Europe/Paris\n");
  expect([view.file("/etc/motd"), view.mode("/etc/motd")]).toEqual(["hello", "0600"]);
  expect(view.hostname()).toBe("machine-1");
  const ofProxmox = expect.stringContaining("'user' of type string is deprecated in 22.2") as string;
  expect(view.cloudInit).toEqual({ status: "done", errors: [], warnings: [ofProxmox] });
});

test("lists of the user document win over the vendor document's, maps are merged", async () => {
  const view = await boot(
    vendorDocument(
      "users:\n  - name: intruder\nhostname: other\nchpasswd:\n  users:\n    - {name: odin, password: $6$hash, type: hash}\n",
    ),
  );
  expect(view.user("intruder")).toBeUndefined();
  expect(view.hostname()).toBe("machine-1");
  expect(view.file("/etc/shadow")).toContain("odin:$6$hash:");
});

test("vendor data that is not YAML is ignored entirely, and the machine presents an unexpected host key", async () => {
  const view = await boot("#cloud-config\nssh_keys: [unclosed\n");
  expect(view.cloudInit.warnings.join()).toContain("Failed loading yaml blob");
  await expect(ssh(simulation, target, "true")).rejects.toThrow("Host denied (verification failed)");
});

test("user data that is not YAML leaves Ubuntu's default user, without keys", async () => {
  const spec = machine(1);
  if (!spec.cloudInit) throw new Error("no drive");
  const view = await boot(undefined, { cloudInit: { ...spec.cloudInit, userData: "#cloud-config\nuser: [odin\n" } });
  expect(view.user("odin")).toBeUndefined();
  expect(view.user("ubuntu")).toBeDefined();
  await expect(ssh(simulation, target, "true")).rejects.toThrow("All configured authentication methods failed");
});

test("unknown keys and wrong types are reported, and a module that cannot work fails", async () => {
  const view = await boot(vendorDocument("pakages: [vim]\npackages: vim\n"));
  expect(view.cloudInit.warnings.join("\n")).toContain("('pakages' was unexpected)");
  expect(view.cloudInit.warnings.join("\n")).toContain("packages: \"vim\" is not of type 'array'");
  expect(view.cloudInit).toMatchObject({ status: "error" });
  const { stdout, code } = await ssh(simulation, target, "cloud-init status --long");
  expect([code, stdout]).toEqual([1, expect.stringContaining("package_update_upgrade_install")]);
});

test("fails to install a package that does not exist", async () => {
  const view = await boot(vendorDocument("packages: [qemu-gest-agent]\n"));
  expect(view.cloudInit.errors.join()).toContain("E: Unable to locate package qemu-gest-agent");
});

test("a file for a user that does not exist yet fails unless it is deferred", async () => {
  const file = "write_files:\n  - {path: /srv/x, content: x, owner: 'odin:odin'";
  const early = await boot(vendorDocument(`${file}}\n`));
  expect(early.cloudInit.errors.join()).toContain('Unknown user or group: "getpwnam(): name not found: odin"');
  await bootMachine(simulation, machine(2, vendorDocument(`${file}, defer: true}\n`)));
  expect(simulation.guests.machine("machine-2")?.cloudInit.errors).toEqual([]);
});

test("commands run as root in a shell, and a failing last one fails the run", async () => {
  const view = await boot(vendorDocument("runcmd:\n  - [touch, /run/one]\n  - id -un > /run/two\n  - nosuchcommand\n"));
  expect(view.file("/run/one")).toBe("");
  expect(view.file("/run/two")).toBe("root\n");
  expect(view.cloudInit.errors.join()).toContain("Runparts: 1 failures (runcmd)");
});

test("the guest agent answers only when device, package and service are there", async () => {
  const install = "packages: [qemu-guest-agent]\n";
  const start = "runcmd:\n  - [systemctl, start, qemu-guest-agent]\n";
  await bootMachine(simulation, machine(1, vendorDocument(install + start)));
  await bootMachine(simulation, machine(2, vendorDocument(install)));
  await bootMachine(simulation, machine(3, vendorDocument(install + start), { agentDevice: false }));
  expect([1001, 1002, 1003].map((vmId) => simulation.guests.agentAnswers(vmId))).toEqual([true, false, false]);
  expect(simulation.guests.interfaces(1001)?.[1]?.addresses).toEqual([{ address: "10.10.10.101", prefix: 24 }]);
  expect(simulation.guests.interfaces(1002)).toBeUndefined();
});

test("a reboot keeps the disk and runs no first-boot step again; a rebuild starts anew", async () => {
  await boot(vendorDocument("runcmd:\n  - echo run >> /etc/runs\n"));
  const again = booted(simulation, "machine-1");
  expect((await ssh(simulation, target, "sudo -n touch /etc/kept && sudo -n reboot")).code).toBe(0);
  await again;
  const view = simulation.guests.machine("machine-1");
  expect([view?.file("/etc/runs"), view?.file("/etc/kept")]).toEqual(["run\n", ""]);
  await simulation.guests.powerOff(1001, "stop");
  simulation.guests.forgetDisk("vm-1001-disk-0");
  const fresh = await boot(vendorDocument());
  expect(fresh.file("/etc/kept")).toBeUndefined();
});

test("a new instance-id runs the first-boot steps again on the same disk", async () => {
  const vendor = vendorDocument("runcmd:\n  - echo run >> /etc/runs\n");
  await boot(vendor);
  await simulation.guests.powerOff(1001, "shutdown");
  const spec = machine(1, vendor);
  if (!spec.cloudInit) throw new Error("no drive");
  const view = await boot(vendor, { cloudInit: { ...spec.cloudInit, metaData: "instance-id: other\n" } });
  expect(view.file("/etc/runs")).toBe("run\nrun\n");
});

test("a machine whose NIC is missing from the network configuration has no address", async () => {
  const network = networkDocument("BC:24:11:FF:FF:FF", "10.10.10.101");
  const cloudInit = {
    metaData: "instance-id: x\n",
    userData: userDocument("machine-1"),
    vendorData: vendorDocument(),
    networkConfig: network,
  };
  const view = await boot(undefined, { cloudInit });
  expect(view.addresses).toEqual([]);
  await expect(ssh(simulation, target, "true")).rejects.toThrow("Channel open failure");
});

test("host keys from vendor data are used, whatever was on the disk before", async () => {
  await boot();
  expect(
    (
      await ssh(simulation, { ...target, expectKey: hostKey.public }, "cat /etc/ssh/ssh_host_ed25519_key.pub")
    ).stdout.trim(),
  ).toBe(hostKey.public.trim());
  await expect(
    ssh(simulation, { ...target, expectKey: utils.generateKeyPairSync("ed25519").public }, "true"),
  ).rejects.toThrow("Host denied");
});

test("an injected fault keeps a machine from ever booting", async () => {
  await simulation.close();
  simulation = await smallSimulation({ faults: [{ kind: "never-boots", target: "machine-1", nth: 1 }] });
  await expect(boot()).rejects.toThrow("the kernel panics");
  await expect(ssh(simulation, target, "true")).rejects.toThrow("Channel open failure");
  await expect(simulation.guests.powerOff(1001, "shutdown")).rejects.toThrow("VM quit/powerdown failed - got timeout");
  await simulation.guests.powerOff(1001, "stop");
  await boot();
});
