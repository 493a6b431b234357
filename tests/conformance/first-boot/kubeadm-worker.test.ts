import { createHash } from "node:crypto";
import { nodeFiles } from "../../../distributions/kubeadm/files";
import { joinInputs } from "../../support/kubeadm-inputs";
import { planOf } from "./support/documents";
import { fileTree, unitStarts } from "./support/file-tree";
import { firstBootTests } from "./support/first-boot";
import { joinKeys, KubeadmScripts } from "./support/kubeadm-scripts";
import { installKubernetesSite } from "./support/kubernetes-archive";
import { trialOf } from "./support/machine-under-test";
import { r730, recordedR730 } from "./support/r730";
import { logged, runScript, watchScript } from "./support/run-script";
import { SimulatedControlPlane } from "./support/simulated-control-plane";
import { withoutKeys } from "./support/without-keys";
import { documentFiles, readFiles } from "./support/written-files";

const succeeded = { code: 0 };

const worker = planOf("k8s-node2", r730);
const scripts = new KubeadmScripts(r730);
const trial = trialOf(
  worker.name,
  [scripts.prepare(worker), scripts.worker(worker, joinInputs(r730, worker))],
  recordedR730,
  async () => (await controlPlane()).neighbours(),
);
const shell = () => trial.get().shell;

let clusterInit: Promise<SimulatedControlPlane> | undefined;
const controlPlane = () => (clusterInit ??= SimulatedControlPlane.init("k8s-master", recordedR730));
afterAll(async () => (await clusterInit)?.close());

describe("the first boot of a worker of kubeadm", () => firstBootTests(trial));

describe("its script with the real sh, systemd, apt and containerd, against a simulated control plane", () => {
  let trusting = scripts;
  const join = async () => trusting.worker(worker, (await controlPlane()).inputs);
  const units = () => unitStarts(shell(), "kubelet.service", "containerd.service");
  let calls = "";

  trial.it("is turned away by a control plane whose host key is another", async () => {
    trusting = new KubeadmScripts(r730, await installKubernetesSite(shell(), r730));
    const other = { ...(await controlPlane()).inputs, hostKeys: [trial.machine().hostKey] };
    // It retries for three minutes, in case the control plane is being created: here it asks only once.
    const script = trusting.worker(worker, other).replace('"$waited" -lt 180', '"$waited" -lt 0');
    expect(await runScript(shell(), script, "join")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Host key verification failed"),
    });
  });

  const prepare = () => runScript(shell(), trusting.prepare(worker), "prepare");

  trial.it("is prepared: its packages are there, and nothing has joined", async () => {
    expect(await prepare()).toMatchObject(succeeded);
    expect(await shell().read("ls /usr/bin/kubelet")).toBe("/usr/bin/kubelet\n");
    expect(await shell().read("cat /var/lib/stand-in/images")).toMatch(/^.*kube-proxy:v.*\n.*pause:.*\n$/);
    expect(await shell().read("ls /etc/kubernetes/kubelet.conf 2>&1 || true")).toContain("No such file");
  });

  trial.it("joins with a token that the control plane has issued for it", async () => {
    const joined = await watchScript(shell(), await join(), "join");
    expect(joined).toMatchObject(succeeded);
    calls = joined.calls;
    const sums = (await (await controlPlane()).tokens()).map((token) =>
      createHash("sha256").update(token).digest("hex"),
    );
    expect(sums).toContain((await shell().read("sudo -n cat /var/lib/stand-in/token-sum")).trim());
  });

  trial.it("shows what let it in to no process list, journal or log, and keeps it nowhere", async () => {
    const line = joinKeys.worker.private.split("\n")[2] ?? "";
    const secrets = [line, ...(await (await controlPlane()).tokens())];
    expect(calls).toContain('"kubeadm", "join", "--config"');
    for (const secret of secrets) expect(calls).not.toContain(secret);
    expect(await logged(shell(), ...secrets)).toBe(0);
    const kept = "grep -rlF -f /run/words /etc /var /root /home /opt /run --exclude=words --exclude-dir=udev || true";
    await shell().read("sudo -n tee /run/words >/dev/null", secrets.join("\n"));
    expect(await shell().root(kept)).toBe("");
  });

  trial.it("makes containerd ask the mirrors first", async () => {
    const told = await shell().read("sudo -n containerd config dump");
    expect(told).toContain('sandbox_image = "registry.k8s.io/pause:3.10.1"');
    expect(told).toContain('bin_dir = "/opt/cni/bin"');
    expect(await shell().read("ls /etc/containerd/certs.d")).toBe("docker.io\nghcr.io\n");
  });

  trial.it("changes nothing when it runs again", async () => {
    const before = [await fileTree(shell()), await units()];
    expect(before[1]).not.toMatch(/ActiveState=(?!active)/);
    expect(await prepare()).toMatchObject(succeeded);
    expect(await runScript(shell(), await join(), "join")).toMatchObject(succeeded);
    expect([await fileTree(shell()), await units()]).toEqual(before);
  });

  trial.it("leaves every file as it was rendered", async () => {
    for (const { path, mode, content } of nodeFiles(r730)) {
      const stat = await shell().read(`sudo -n stat -c '%04a %U:%G' ${path} && sudo -n cat ${path}`);
      expect([path, stat]).toEqual([path, `${mode} root:root\n${content}`]);
    }
  });

  it("creates the same files on a simulated worker", async () => {
    const machine = trial.machine();
    const written = [...documentFiles(machine), ...nodeFiles(r730).map(({ path }) => path)];
    const look = `${readFiles([...written, "/etc/containerd/config.toml"])}\nls /var/lib/homelab\napt-mark showhold`;
    const { simulation, inputs } = await controlPlane();
    await simulation.boot(machine);
    await simulation.run(machine, scripts.worker(worker, inputs), "join");
    const real = await trial.see("files", () => shell().root(look));
    expect(withoutKeys(machine)(await simulation.run(machine, look))).toBe(real);
  });

  trial.it("tells its last lines, restarts, and stays off when it is told to", async () => {
    for (const unit of ["containerd", "kubelet"]) {
      const lines = (await shell().root(`journalctl -u ${unit} -n 5 --no-pager -o cat`)).trim().split("\n");
      expect([unit, lines.length > 1, lines.length <= 5]).toEqual([unit, true, true]);
    }
    const before = await units();
    await shell().root("systemctl restart kubelet");
    expect(await units()).not.toBe(before);
    await shell().root("systemctl disable --now kubelet");
    expect(await shell().root("systemctl is-active kubelet; systemctl is-enabled kubelet || true")).toBe(
      "inactive\ndisabled\n",
    );
  });
});
