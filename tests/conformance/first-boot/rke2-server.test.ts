import { serverFiles } from "../../../distributions/rke2/files";
import { agentTokenPath, tokenPath } from "../../../distributions/rancher/program";
import { RKE2 } from "../../../distributions/rke2/names";
import { asgard, planOf } from "./support/documents";
import { fileTree, unitStarts } from "./support/file-tree";
import { firstBootTests } from "./support/first-boot";
import * as k3s from "./support/k3s-scripts";
import { trialOf } from "./support/machine-under-test";
import * as scripts from "./support/rke2-scripts";
import { logged, runScript, watchScript } from "./support/run-script";
import { Simulated } from "./support/simulated";
import { installReleaseSite } from "./support/rancher-release";
import { NODES } from "./support/site";
import { withoutKeys } from "./support/without-keys";
import { resize } from "./support/worker-restart";
import { documentFiles, readFiles } from "./support/written-files";

const ran = [
  scripts.prepareScript(scripts.MASTER),
  scripts.serverScript(""),
  scripts.serverScript("a hash"),
  scripts.workerNodeScript(),
  scripts.healthGateScript(),
  scripts.resized.drain,
  k3s.prepare(scripts.MASTER),
  k3s.server(""),
  k3s.server("a hash"),
  k3s.workerNode(),
  k3s.healthGate(),
  k3s.resized.drain,
];
const trial = trialOf(scripts.MASTER, ran, undefined, undefined, ["files", "k3s' files"]);
const shell = () => trial.get().shell;
const TOKENS = [tokenPath(RKE2), agentTokenPath(RKE2)];

describe("a server's first boot", () => firstBootTests(trial));

describe("a server's scripts with the real sh and systemd", () => {
  const succeeded = { code: 0 };
  let caHash = "";
  let calls = "";

  const prepare = () => runScript(shell(), scripts.prepareScript(scripts.MASTER), "prepare");

  trial.it("prepare the machine with what the release site gives, and start nothing", async () => {
    await installReleaseSite(shell());
    expect(await prepare()).toMatchObject(succeeded);
    expect(await shell().read("/usr/local/bin/rke2 --version")).toContain(asgard.cluster.version);
    expect(await shell().read("systemctl is-active rke2-server || true")).toBe("inactive\n");
  });

  trial.it("initialize the cluster on it", async () => {
    const initialized = await watchScript(shell(), scripts.serverScript(""), "init_cluster");
    expect(initialized).toMatchObject(succeeded);
    caHash = initialized.stdout.trim();
    calls = initialized.calls;
    expect(await shell().read("curl -ks https://127.0.0.1:9345/cacerts | sha256sum")).toBe(`${caHash}  -\n`);
  });

  trial.it("join it through every gate, and bring a worker's node in line", async () => {
    expect(await runScript(shell(), scripts.serverScript(caHash), "join")).toMatchObject(succeeded);
    await shell().read(`sudo -n mkdir ${NODES}/${scripts.WORKER}`);
    expect(await runScript(shell(), scripts.workerNodeScript(), "register")).toMatchObject(succeeded);
    expect(await shell().read(`sudo -n cat ${NODES}/${scripts.WORKER}/labels`)).toBe(
      "node-type=worker\nnvidia.com/gpu.present=true\n",
    );
    expect(await runScript(shell(), scripts.healthGateScript(), "health_gate")).toMatchObject(succeeded);
  });

  trial.it("empty a worker's node before its machine restarts, and fill it again after", async () => {
    expect(await resize(shell(), scripts.WORKER, scripts.resized)).toEqual([false, true, false]);
    expect(await runScript(shell(), scripts.workerNodeScript(), "register")).toMatchObject(succeeded);
  });

  trial.it("change nothing when they run again", async () => {
    const units = ["rke2-server.service", "ssh.service"];
    const before = [await fileTree(shell()), await unitStarts(shell(), ...units)];
    expect(await prepare()).toMatchObject(succeeded);
    const again = await runScript(shell(), scripts.serverScript(""), "init_cluster");
    expect(again).toMatchObject({ ...succeeded, stdout: `${caHash}\n` });
    expect(await runScript(shell(), scripts.serverScript(caHash), "join")).toMatchObject(succeeded);
    expect(await runScript(shell(), scripts.workerNodeScript(), "register")).toMatchObject(succeeded);
    expect([await fileTree(shell()), await unitStarts(shell(), ...units)]).toEqual(before);
  });

  trial.it("would be caught if they did change something", async () => {
    const before = await fileTree(shell());
    await shell().root("touch /etc/rancher/rke2/config.yaml");
    expect(await fileTree(shell())).not.toEqual(before);
  });

  trial.it("leave every file as it was rendered, for root alone", async () => {
    for (const { path, mode, content } of serverFiles(asgard, planOf(scripts.MASTER))) {
      const stat = await shell().read(`sudo -n stat -c '%04a %U:%G' ${path} && sudo -n cat ${path}`);
      expect([path, stat]).toEqual([path, `${mode} root:root\n${content}`]);
    }
    expect(await shell().read(`sudo -n stat -c '%a %U' ${TOKENS.join(" ")}`)).toBe("600 root\n600 root\n");
  });

  it("create the same files on a simulated server", async () => {
    const machine = trial.machine();
    const written = [
      ...documentFiles(machine),
      ...serverFiles(asgard, planOf(scripts.MASTER)).map(({ path }) => path),
      ...TOKENS,
    ];
    const simulated = await Simulated.start(asgard);
    try {
      await simulated.boot(machine);
      await simulated.run(machine, scripts.serverScript(""), "init_cluster");
      const real = await trial.see("files", () => shell().root(readFiles(written)));
      expect(withoutKeys(machine)(await simulated.run(machine, readFiles(written)))).toBe(real);
    } finally {
      await simulated.close();
    }
  });

  trial.it("show their secrets to no process list, journal or log", async () => {
    const secrets = [scripts.secrets.token, scripts.secrets.agentToken];
    expect(calls).toContain('["systemctl", "restart", "--no-block", "rke2-server"]');
    for (const secret of secrets) expect(calls).not.toContain(secret);
    expect(await logged(shell(), ...secrets)).toBe(0);
  });

  trial.it("would be caught if they did show one", async () => {
    const said = "a word for the journal";
    const { calls } = await watchScript(shell(), `logger '${said}'`, "");
    expect(calls).toContain(said);
    expect(await logged(shell(), said)).toBeGreaterThan(0);
  });

  trial.it("stop a server that leaves, and keep it from starting again", async () => {
    const state = "systemctl is-active rke2-server; systemctl is-enabled rke2-server || true";
    await shell().root("systemctl stop rke2-server");
    expect(await shell().root(state)).toBe("inactive\nenabled\n");
    await shell().root("systemctl disable rke2-server");
    expect(await shell().root(state)).toBe("inactive\ndisabled\n");
    await shell().root("systemctl enable rke2-server && systemctl disable --now rke2-server");
    expect(await shell().root(state)).toBe("inactive\ndisabled\n");
  });
});

describe("k3s' scripts on the same machine, after RKE2 is removed", () => {
  const succeeded = { code: 0 };
  const written = [...k3s.filesOfServer().map(({ path }) => path), k3s.TOKEN, k3s.AGENT_TOKEN];
  let caHash = "";

  const prepare = () => runScript(shell(), k3s.prepare(scripts.MASTER), "prepare");

  trial.it("prepare it with k3s' one program, and start nothing", async () => {
    await shell().root(k3s.TAKE_RKE2_OFF);
    expect(await prepare()).toMatchObject(succeeded);
    expect(await shell().read("/usr/local/bin/k3s --version")).toContain(k3s.k3sOfAsgard.cluster.version);
    expect(await shell().read("systemctl is-active k3s || true")).toBe("inactive\n");
  });

  trial.it("initialize the cluster under a unit that systemd finds nothing wrong with", async () => {
    const initialized = await watchScript(shell(), k3s.server(""), "init_cluster");
    expect(initialized).toMatchObject(succeeded);
    caHash = initialized.stdout.trim();
    expect(await shell().read("curl -ks https://127.0.0.1:6443/cacerts | sha256sum")).toBe(`${caHash}  -\n`);
    expect(await shell().root("systemd-analyze verify k3s.service 2>&1 | grep k3s || true")).toBe("");
    for (const secret of Object.values(scripts.secrets)) expect(initialized.calls).not.toContain(secret);
    expect(await logged(shell(), ...Object.values(scripts.secrets))).toBe(0);
  });

  trial.it("join it through every gate, bring a worker's node in line, and empty it before a restart", async () => {
    expect(await runScript(shell(), k3s.server(caHash), "join")).toMatchObject(succeeded);
    await shell().read(`sudo -n mkdir ${NODES}/${scripts.WORKER}`);
    expect(await runScript(shell(), k3s.workerNode(), "register")).toMatchObject(succeeded);
    expect(await runScript(shell(), k3s.healthGate(), "health_gate")).toMatchObject(succeeded);
    expect(await resize(shell(), scripts.WORKER, k3s.resized)).toEqual([false, true, false]);
  });

  trial.it("change nothing when they run again", async () => {
    expect(await runScript(shell(), k3s.workerNode(), "register")).toMatchObject(succeeded);
    const before = [await fileTree(shell()), await unitStarts(shell(), "k3s.service")];
    expect(await prepare()).toMatchObject(succeeded);
    const again = await runScript(shell(), k3s.server(""), "init_cluster");
    expect(again).toMatchObject({ ...succeeded, stdout: `${caHash}\n` });
    expect(await runScript(shell(), k3s.server(caHash), "join")).toMatchObject(succeeded);
    expect([await fileTree(shell()), await unitStarts(shell(), "k3s.service")]).toEqual(before);
  });

  it("create the same files on a simulated server", async () => {
    const machine = { ...trial.machine(), stack: k3s.k3sOfAsgard };
    const simulated = await Simulated.start(k3s.k3sOfAsgard);
    try {
      await simulated.boot(machine);
      await simulated.run(machine, k3s.server(""), "init_cluster");
      const real = await trial.see("k3s' files", () => shell().root(readFiles(written)));
      expect(withoutKeys(machine)(await simulated.run(machine, readFiles(written)))).toBe(real);
    } finally {
      await simulated.close();
    }
  });

  trial.it("let the last server leave, which ends the cluster", async () => {
    expect(await runScript(shell(), k3s.server(caHash), "leave")).toMatchObject(succeeded);
    expect(await shell().root("systemctl is-active k3s; systemctl is-enabled k3s || true")).toBe(
      "inactive\ndisabled\n",
    );
  });

  trial.it("are turned away with another token by what the cluster left", async () => {
    await shell().root(`echo another >${k3s.TOKEN}; systemctl start --no-block k3s; sleep 3; systemctl stop k3s`);
    expect(await shell().root("journalctl -u k3s -o cat --no-pager | tail -n 20")).toContain(
      "bootstrap data already found and encrypted with different token",
    );
  });
});
