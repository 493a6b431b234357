import { serverFiles } from "../../../distributions/rke2/files";
import { agentTokenPath, tokenPath } from "../../../distributions/rancher/program";
import { RKE2 } from "../../../distributions/rke2/names";
import { asgard, planOf } from "./support/documents";
import { fileTree, unitStarts } from "./support/file-tree";
import { firstBootTests } from "./support/first-boot";
import { trialOf } from "./support/machine-under-test";
import * as scripts from "./support/rke2-scripts";
import { logged, runScript, watchScript } from "./support/run-script";
import { Simulated } from "./support/simulated";
import { installReleaseSite } from "./support/rke2-release";
import { NODES } from "./support/site";
import { withoutKeys } from "./support/without-keys";
import { resize } from "./support/worker-restart";
import { documentFiles, readFiles } from "./support/written-files";

const trial = trialOf(scripts.MASTER, [
  scripts.prepareScript(scripts.MASTER),
  scripts.serverScript(""),
  scripts.serverScript("a hash"),
  scripts.workerNodeScript(),
  scripts.healthGateScript(),
  scripts.resized.drain,
]);
const shell = () => trial.get().shell;
const TOKENS = [tokenPath(RKE2), agentTokenPath(RKE2)];

describe("a server's first boot", () => firstBootTests(trial));

describe("a server's scripts under the real sh and systemd", () => {
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

  it("make the same files on a simulated server", async () => {
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
      const real = await trial.see(() => shell().root(readFiles(written)));
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
