import { controlPlaneFiles } from "../../../distributions/kubeadm/files";
import { JOIN_USER } from "../../../distributions/kubeadm/join-ssh";
import { loginOf } from "../../../os/registry";
import type { ServerInputs } from "../../../distributions/kubeadm/script";
import { serverInputs } from "../../support/kubeadm-inputs";
import { planOf } from "./support/documents";
import { fileTree, unitStarts } from "./support/file-tree";
import { firstBootTests } from "./support/first-boot";
import { homeLab, recordedHomeLab } from "./support/home-lab";
import { newInputs, joinKeys, KubeadmScripts, secretsOf } from "./support/kubeadm-scripts";
import { installKubernetesSite } from "./support/kubernetes-archive";
import { trialOf } from "./support/machine-under-test";
import { runScript } from "./support/run-script";
import { Simulated } from "./support/simulated";
import { NODES } from "./support/site";
import { withoutKeys } from "./support/without-keys";
import { resize } from "./support/worker-restart";
import { documentFiles, readFiles } from "./support/written-files";

const master = planOf("k8s-master-1", homeLab);
const worker = planOf("k8s-worker-2", homeLab);
const scripts = new KubeadmScripts(homeLab);
const nodeScript = scripts.node(master, worker);
const healthGateScript = scripts.healthGate(master);
const larger = { ...worker, cores: worker.cores + 1 };
const resized = { drain: scripts.drain(master, larger), node: scripts.node(master, larger) };
const trial = trialOf(
  master.name,
  [
    scripts.prepare(master),
    scripts.controlPlane(master, serverInputs(homeLab, master)),
    nodeScript,
    healthGateScript,
    resized.drain,
  ],
  recordedHomeLab,
);
const shell = () => trial.get().shell;

let inputs: ServerInputs;
beforeAll(async () => (inputs = await newInputs()));

describe("the first boot of a control plane of kubeadm", () => firstBootTests(trial));

describe("its scripts with the real sh, systemd, apt and containerd", () => {
  let trusting = scripts;
  const firstControlPlane = () => trusting.controlPlane(master, inputs);
  const prepare = () => runScript(shell(), trusting.prepare(master), "prepare");
  const joiner = () => trusting.controlPlane(master, { ...inputs, caKey: "" });
  const units = () => unitStarts(shell(), "kubelet.service", "containerd.service", "ssh.service");

  trial.it("trust no archive whose key is another, and say both fingerprints", async () => {
    const signer = await installKubernetesSite(shell(), homeLab);
    trusting = new KubeadmScripts(homeLab, signer);
    const refused = await runScript(shell(), scripts.controlPlane(master, inputs), "init_cluster");
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("nothing was installed") });
    expect(refused.stderr).toContain(signer);
    expect(
      await shell().read(
        `ls ${loginOf(homeLab.os.family).packages.keyPath("kubernetes")} /usr/bin/kubeadm 2>&1 || true`,
      ),
    ).not.toMatch(/^\//m);
  });

  trial.it("prepare the machine with the packages of its archive, and hold them", async () => {
    expect(await prepare()).toMatchObject({ code: 0 });
    const held = "containerd\ncri-tools\nkubeadm\nkubectl\nkubelet\nkubernetes-cni\n";
    expect(await shell().read("apt-mark showhold")).toBe(held);
    expect((await shell().read("cat /var/lib/stand-in/images")).trim().split("\n")).toHaveLength(7);
    expect(await shell().read("ls /etc/kubernetes/kubelet.conf 2>&1 || true")).toContain("No such file");
  });

  trial.it("initialize the cluster on it", async () => {
    expect(await runScript(shell(), firstControlPlane(), "init_cluster")).toMatchObject({ code: 0 });
    expect(await shell().read("sudo -n kubectl --kubeconfig=/etc/kubernetes/admin.conf get --raw /readyz")).toBe(
      "ok\n",
    );
  });

  trial.it("join it through every gate, and bring a worker's node in line", async () => {
    expect(await runScript(shell(), joiner(), "join")).toMatchObject({ code: 0 });
    await shell().read(`sudo -n mkdir ${NODES}/${worker.name}`);
    expect(await runScript(shell(), nodeScript, "register")).toMatchObject({ code: 0 });
    expect(await runScript(shell(), healthGateScript, "health_gate")).toMatchObject({ code: 0 });
  });

  trial.it("empty a worker's node before its machine restarts, and fill it again after", async () => {
    expect(await resize(shell(), worker.name, resized)).toEqual([false, true, false]);
    expect(await runScript(shell(), resized.drain, "drain_worker")).toMatchObject({ code: 0, stdout: "" });
    expect(await runScript(shell(), nodeScript, "register")).toMatchObject({ code: 0 });
  });

  trial.it("make containerd use what it was told", async () => {
    const told = await shell().read("sudo -n containerd config dump");
    expect(told).toContain('sandbox_image = "registry.k8s.io/pause:3.9"');
    expect(told).toContain("SystemdCgroup = true");
    expect(told).toContain('config_path = "/etc/containerd/certs.d"');
    expect(await shell().read("systemctl is-enabled containerd kubelet")).toBe("enabled\nenabled\n");
  });

  trial.it("change nothing when they run again", async () => {
    const before = [await fileTree(shell()), await units()];
    expect(before[1]).not.toMatch(/ActiveState=(?!active)/);
    expect(await prepare()).toMatchObject({ code: 0 });
    expect(await runScript(shell(), firstControlPlane(), "init_cluster")).toMatchObject({ code: 0 });
    expect(await runScript(shell(), joiner(), "join")).toMatchObject({ code: 0 });
    expect(await runScript(shell(), nodeScript, "register")).toMatchObject({ code: 0 });
    expect([await fileTree(shell()), await units()]).toEqual(before);
  });

  trial.it("issue a join token to a worker's key and nothing else", async () => {
    expect(await overJoinSsh("worker")).toMatch(/^token [a-z0-9]{6}\.[a-z0-9]{16}\n$/);
    expect(await overJoinSsh("worker", "homelab-join-token server; id")).toMatch(/^token [a-z0-9]{6}\.[a-z0-9]{16}\n$/);
    expect(await overJoinSsh("server")).toMatch(/^token \S+\ncertificate-key [0-9a-f]{64}\n$/);
    expect(await shell().read(`sudo -n -u ${JOIN_USER} sudo -n id 2>&1 || true`)).toContain("password is required");
  });

  trial.it("leave every file as it was rendered, for root alone", async () => {
    for (const { path, mode, content } of controlPlaneFiles(homeLab, master, inputs.joinKeys)) {
      const stat = await shell().read(`sudo -n stat -c '%04a %U:%G' ${path} && sudo -n cat ${path}`);
      expect([path, stat]).toEqual([path, `${mode} root:root\n${content}`]);
    }
  });

  it("create the same files on a simulated control plane", async () => {
    const machine = trial.machine();
    const written = [
      ...documentFiles(machine),
      ...controlPlaneFiles(homeLab, master, inputs.joinKeys).map(({ path }) => path),
      "/etc/containerd/config.toml",
      "/etc/kubernetes/pki/ca.crt",
      "/etc/kubernetes/pki/ca.key",
      "/var/lib/homelab/cluster-ca.crt",
      "/var/lib/homelab/join-ssh",
    ];
    const look = `${readFiles(written)}\nls /var/lib/homelab\napt-mark showhold`;
    const simulated = await Simulated.start(homeLab);
    try {
      await simulated.boot(machine);
      await simulated.run(machine, scripts.controlPlane(master, inputs), "init_cluster");
      await simulated.run(machine, scripts.controlPlane(master, { ...inputs, caKey: "" }), "join");
      const real = await trial.see("files", () => shell().root(look), ...secretsOf(inputs));
      expect(withoutKeys(machine, ...secretsOf(inputs))(await simulated.run(machine, look))).toBe(real);
    } finally {
      await simulated.close();
    }
  });

  /** What the restricted SSH command says to who has the key, as a machine that joins asks it. */
  async function overJoinSsh(kind: "worker" | "server", command = ""): Promise<string> {
    const { address } = trial.machine().plan;
    const known = `${address} ${trial.machine().hostKey}`;
    const options = "-n -T -o BatchMode=yes -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes";
    const files = "-i /run/user-key -o UserKnownHostsFile=/run/user-known -o GlobalKnownHostsFile=/dev/null";
    return shell().root(`umask 077
cat >/run/user-key <<'END'
${joinKeys[kind].private.trim()}
END
echo '${known.trim()}' >/run/user-known
ssh ${options} ${files} ${JOIN_USER}@${address} ${command && `'${command}'`}
rm /run/user-key /run/user-known`);
  }
});
