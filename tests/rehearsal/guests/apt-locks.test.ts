import type { Client } from "ssh2";
import {
  bootMachine,
  exec,
  login,
  machine,
  smallSimulation,
  vendorDocument,
  type Ran,
  type SmallSimulation,
} from "./support";

let simulation: SmallSimulation;
let client: Client | undefined;
afterEach(async () => {
  client?.end();
  client = undefined;
  await simulation.close();
});

/** A machine whose own updates hold the locks for up to so many of its seconds. */
async function busy(longest: number, vendor = vendorDocument()): Promise<(script: string) => Promise<Ran>> {
  simulation = await smallSimulation({ latencies: { automaticUpdates: longest, boot: 1 } });
  await bootMachine(simulation, machine(1, vendor));
  const session = await login(simulation, { address: "10.10.10.101" });
  client = session;
  return (script) => exec(session, "sudo -n sh -s", script);
}

const quiet =
  "bootcmd:\n  - [cloud-init-per, instance, quiet-apt, systemctl, mask, --runtime, --now, apt-daily.timer, apt-daily-upgrade.timer]\n";
const again =
  "runcmd:\n  - [systemctl, unmask, --runtime, apt-daily.timer, apt-daily-upgrade.timer]\n  - [systemctl, start, apt-daily.timer, apt-daily-upgrade.timer]\n";

/** So long that they are held for as long as a test lasts. */
const forever = 1_000_000;

test("cloud-init gives up on a lock after 30 s, and its run fails", async () => {
  await busy(forever, vendorDocument("packages: [vim]\nruncmd: [sleep 1]\n"));
  const view = simulation.guests.machine("machine-1");
  expect(view?.cloudInit.errors).toEqual([
    "('package_update_upgrade_install', TimeoutError('Could not get APT lock'))",
  ]);
});

test("timers masked before they start hold no lock, and are as before once unmasked", async () => {
  const root = await busy(forever, vendorDocument(`${quiet}packages: [vim]\n${again}`));
  expect(simulation.guests.machine("machine-1")?.cloudInit).toMatchObject({ status: "done", errors: [] });
  expect((await root("systemctl is-active apt-daily.timer apt-daily-upgrade.timer")).stdout).toBe("active\nactive\n");
});

test("apt-get waits for dpkg's lock as long as told, but not for its list lock, and apt-mark for neither", async () => {
  const root = await busy(forever);
  await root("sleep 5");
  const lists =
    /^E: Could not get lock \/var\/lib\/apt\/lists\/lock. It is held by process \d+ \(apt-get\)\nE: Unable to lock directory \/var\/lib\/apt\/lists\/\n$/;
  expect(await root("apt-get -o DPkg::Lock::Timeout=5 update")).toMatchObject({
    code: 100,
    stderr: expect.stringMatching(lists),
  });
  expect(await root("apt-get -y install vim")).toMatchObject({
    code: 100,
    stderr: expect.stringMatching(/lock-frontend\. It is held by process \d+ \(unattended-upgr\)\n/),
  });
  const waited = await root(
    "a=$(date +%s); apt-get -y -o DPkg::Lock::Timeout=20 install vim; b=$(date +%s); [ $((b - a)) -ge 19 ]",
  );
  expect(waited).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("Unable to acquire the dpkg frontend lock"),
  });
  expect(await root("apt-mark -o DPkg::Lock::Timeout=20 hold vim")).toMatchObject({
    code: 100,
    stderr: expect.stringContaining("dpkg frontend lock was locked by another process with pid"),
  });
});

test("a lock is free again after the updates", async () => {
  const root = await busy(40);
  expect((await root("until apt-get -q update && apt-mark hold vim; do sleep 2; done")).code).toBe(0);
});
