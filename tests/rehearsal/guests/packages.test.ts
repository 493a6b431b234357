import type { Client } from "ssh2";
import { kubernetesPackages } from "../../../rehearsal/distributions/kubeadm/kubernetes-packages";
import { compareDebVersions } from "../../../rehearsal/guests/packages/deb-version";
import { bootMachine, exec, login, machine, smallSimulation, type Ran, type SmallSimulation } from "./support";

const archive = "https://pkgs.k8s.io/core:/stable:/v1.34/deb/";
const keyring = "/etc/apt/keyrings/kubernetes-apt-keyring.gpg";
const fetchKey = `mkdir -p -m 755 /etc/apt/keyrings; curl -fsSL ${archive}Release.key | gpg --dearmor -o ${keyring}`;
const addSource = `echo 'deb [signed-by=${keyring}] ${archive} /' >/etc/apt/sources.list.d/kubernetes.list`;

const trixie = "https://cloud.debian.org/images/cloud/trixie/20260712-2537/debian-13-generic-amd64-20260712-2537.qcow2";

let simulation: SmallSimulation;
let client: Client;
beforeEach(async () => {
  simulation = await smallSimulation({ spec: { internet: kubernetesPackages(["v1.34.2", "v1.34.1", "v1.29.15"]) } });
  await bootMachine(simulation, machine(1));
  client = await login(simulation, { address: "10.10.10.101" });
});
afterEach(async () => {
  client.end();
  await simulation.close();
});

const root = (script: string): Promise<Ran> => exec(client, "sudo -n sh -s", script);

test("a package archive is usable once its key, its source and its index exist", async () => {
  expect(await root("apt-get install -y kubeadm")).toMatchObject({
    code: 100,
    stderr: "E: Unable to locate package kubeadm\n",
  });
  expect(await root(`${fetchKey}; ${addSource}; apt-get install -y kubeadm`)).toMatchObject({
    code: 100,
    stderr: "E: Unable to locate package kubeadm\n",
  });
  const ran = await root("apt-get update && apt-get install -y kubeadm=1.34.2-1.1 && dpkg-query -W kubeadm cri-tools");
  expect(ran).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("kubeadm\t1.34.2-1.1\ncri-tools\t1.34.0-1.1\n"),
  });
});

test("behind a gateway that is down lists stay old, and nothing can be downloaded", async () => {
  await root(`${fetchKey}; ${addSource}; apt-get update`);
  const endpoint = simulation.network.fabric.endpoint("machine-1");
  endpoint?.configure(endpoint.interfaces.map(({ segment, address, prefix }) => ({ segment, address, prefix })));
  expect(await root("apt-get update")).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("W: Failed to fetch") as string,
  });
  expect(await root("apt-get install -y kubeadm")).toMatchObject({
    code: 100,
    stderr: expect.stringMatching(/E: Failed to fetch .*.*resolving 'pkgs.k8s.io'\nE: Unable to fetch/) as string,
  });
});

test("an archive signed with an outdated algorithm is refused by Debian 13 only", async () => {
  const old = archive.replace("v1.34", "v1.29");
  const script = [fetchKey, addSource].join("; ").replaceAll(archive, old);
  expect(await root(`${script}; apt-get update`)).toMatchObject({ code: 0 });
  await bootMachine(simulation, machine(2, undefined, { image: trixie }));
  const other = await login(simulation, { address: "10.10.10.102" });
  const ask = (text: string) => exec(other, "sudo -n sh -s", text);
  await ask("apt-get install -y gpg");
  expect(await ask(`${script}; apt-get update`)).toMatchObject({
    code: 100,
    stderr: expect.stringMatching(/Signature Packet v3 is not considered secure[^]*InRelease' is not signed/) as string,
  });
  expect(await ask(`${fetchKey}; ${addSource}; apt-get update`)).toMatchObject({ code: 0 });
  other.end();
});

test.each([
  ["nobody fetched it", addSource],
  ["it kept its armour", `${addSource}; mkdir -p /etc/apt/keyrings; curl -fsSL -o ${keyring} ${archive}Release.key`],
  ["only root may read it", `umask 077; ${fetchKey}; ${addSource}`],
])("an archive is refused while its key is not usable: %s", async (_why, script) => {
  expect(await root(`${script}; apt-get update`)).toMatchObject({
    code: 100,
    stderr: expect.stringMatching(
      /NO_PUBKEY 234654DA9A296436\nE: The repository '.*v1\.34\/deb {2}InRelease' is not signed/,
    ),
  });
  expect((await root("apt-get install -y kubelet")).stderr).toBe("E: Unable to locate package kubelet\n");
});

test("every minor has an archive of its own", async () => {
  await root(`${fetchKey}; ${addSource}; apt-get update`);
  expect((await root("apt-cache madison kubeadm")).stdout.match(/1\.\d+\.\d+-1\.1/g)).toEqual([
    "1.34.2-1.1",
    "1.34.1-1.1",
  ]);
  expect(await root("apt-get install -y kubeadm=1.29.15-1.1")).toMatchObject({
    code: 100,
    stderr: "E: Version '1.29.15-1.1' for 'kubeadm' was not found\n",
  });
  const unknown = "echo 'deb https://pkgs.k8s.io/core:/stable:/v1.99/deb/ /' >/etc/apt/sources.list.d/other.list";
  expect(await root(`${unknown}; apt-get update`)).toMatchObject({
    code: 100,
    stderr: expect.stringContaining("v1.99/deb  Release' does not have a Release file."),
  });
});

test("a source in the newer format works, a malformed one stops apt", async () => {
  const stanza = `Types: deb\\nURIs: ${archive}\\nSuites: /\\nSigned-By: ${keyring}\\n`;
  const ran = await root(
    `${fetchKey}; printf '${stanza}' >/etc/apt/sources.list.d/k.sources; apt-get update; apt-cache policy kubectl`,
  );
  expect(ran.stdout).toContain("Candidate: 1.34.2-1.1");
  expect(await root(`echo 'deb ${archive}' >/etc/apt/sources.list.d/k.list; apt-get update`)).toMatchObject({
    code: 100,
    stderr:
      "E: Malformed entry 1 in list file /etc/apt/sources.list.d/k.list (Suite)\nE: The list of sources could not be read.\n",
  });
});

test("a package on hold is changed only with an explicit flag", async () => {
  await root(`${fetchKey}; ${addSource}; apt-get update; apt-get install -y kubeadm=1.34.1-1.1`);
  expect((await root("apt-mark hold kubeadm; apt-mark hold kubeadm; apt-mark showhold")).stdout).toBe(
    "kubeadm set on hold.\nkubeadm was already set on hold.\nkubeadm\n",
  );
  const held = "E: Held packages were changed and -y was used without --allow-change-held-packages.\n";
  expect(await root("apt-get install -y kubeadm=1.34.2-1.1")).toMatchObject({ code: 100, stderr: held });
  expect(await root("apt-get purge -y kubeadm")).toMatchObject({ code: 100, stderr: held });
  expect((await root("apt-get install -y kubeadm=1.34.1-1.1")).code).toBe(0);
  expect((await root("apt-get install -y --allow-change-held-packages kubeadm=1.34.2-1.1")).code).toBe(0);
  expect((await root("dpkg-query -W -f '${Status} ${Version}' kubeadm")).stdout).toBe("hold ok installed 1.34.2-1.1");
  expect((await root("apt-mark unhold kubeadm; apt-get purge -y kubeadm; dpkg-query -W kubeadm")).stderr).toBe(
    "dpkg-query: no packages found matching kubeadm\n",
  );
});

test("nothing is downgraded without a flag", async () => {
  await root(`${fetchKey}; ${addSource}; apt-get update; apt-get install -y kubectl`);
  expect(await root("apt-get install -y kubectl=1.34.1-1.1")).toMatchObject({
    code: 100,
    stderr: "E: Packages were downgraded and -y was used without --allow-downgrades.\n",
  });
  expect((await root("apt-get install -y --allow-downgrades kubectl=1.34.1-1.1")).code).toBe(0);
});

test("gpg dearmors a key, and finds none in other text", async () => {
  expect(await root("echo '<html>' | gpg --dearmor")).toMatchObject({
    code: 2,
    stderr: "gpg: no valid OpenPGP data found.\n",
  });
  expect((await root(`curl -fsS ${archive}Release.key | gpg --show-keys --with-colons | grep ^fpr`)).stdout).toBe(
    "fpr:::::::::DE15B14486CD377B9E876E1A234654DA9A296436:\n",
  );
  await root(fetchKey);
  expect((await root(fetchKey)).stderr).toBe("gpg: cannot open '/dev/tty': No such device or address\n");
});

test.each([
  ["1.34.2-1.1", "1.34.10-1.1", -1],
  ["1.34.2-1.1", "1.34.2-2.1", -1],
  ["1:1.0", "2.0", 1],
  ["1.0~rc1-1", "1.0-1", -1],
  ["1.7.28-0ubuntu1~24.04.1", "1.7.28-0ubuntu1", -1],
  ["1.0", "1.0", 0],
])("Debian orders %s and %s", (a, b, order) => {
  expect(Math.sign(compareDebVersions(a, b))).toBe(order);
  expect(Math.sign(compareDebVersions(b, a))).toBe(order === 0 ? 0 : -order);
});
