import { renderBootstrapScript } from "../../../distributions/bootstrap-script";
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

const debian =
  "https://cloud.debian.org/images/cloud/bookworm/20251112-2294/debian-12-generic-amd64-20251112-2294.qcow2";
const trixie = "https://cloud.debian.org/images/cloud/trixie/20260712-2537/debian-13-generic-amd64-20260712-2537.qcow2";
const ubuntu = "https://cloud-images.ubuntu.com/noble/20251213/noble-server-cloudimg-amd64.img";
const script = renderBootstrapScript({
  parts: [],
  variables: { NODE_NAME: "machine-1", MACHINE_SIZE: "2 cores", CORES: "2" },
});

let simulation: SmallSimulation;
afterEach(() => simulation.close());

/** Boots a machine, changes something on it, and asks the program's script whether its first boot is over. */
async function asked(image: string, vendor = "", change = "true"): Promise<Ran> {
  simulation = await smallSimulation();
  await bootMachine(simulation, machine(1, vendorDocument(vendor), { image }));
  const client = await login(simulation, { address: "10.10.10.101" });
  try {
    await exec(client, `sudo -n sh -c "${change}"`);
    return await exec(client, "sudo -n sh -s -- first_boot_is_over", script);
  } finally {
    client.end();
  }
}

test.each([
  [ubuntu, "", 0],
  [debian, "", 0],
  [trixie, "", 0],
  // Newer releases of cloud-init say 2 for it, that of Debian 12 says 0.
  [ubuntu, "pakages: [vim]\n", 0],
  [debian, "pakages: [vim]\n", 0],
  [trixie, "pakages: [vim]\n", 0],
  [ubuntu, "packages: [nosuchpackage]\n", 1],
  [debian, "packages: [nosuchpackage]\n", 1],
])("on %s with %j the script exits with %d", async (image, vendor, code) => {
  const ran = await asked(image, vendor);
  expect(ran.code).toBe(code);
  expect(ran.stderr).toContain("machine-1: wait for cloud-init (2 cores)");
  if (code !== 0) expect(ran.stderr).toContain("Unable to locate package nosuchpackage");
});

test.each([
  ["printf 'ID=rocky\\nVERSION_ID=9.6\\n' > /etc/os-release", "runs rocky 9.6"],
  ["printf 'ID=ubuntu\\nVERSION_ID=22.04\\n' > /etc/os-release", "runs ubuntu 22.04"],
  ["rm /etc/os-release", "runs a system without /etc/os-release"],
])("refuses any other system before it does anything: %s", async (change, words) => {
  const { code, stderr } = await asked(ubuntu, "", change);
  expect(code).toBe(1);
  expect(stderr).toContain(
    `${words}, but must run one of ubuntu 24.04, debian 12, debian 13: choose such an image; nothing was changed`,
  );
});
