import { agentFiles } from "../../../distributions/rke2/files";
import { tokenPath } from "../../../distributions/rancher/program";
import { RKE2 } from "../../../distributions/rke2/names";
import { asgard, machineOf, planOf } from "./support/documents";
import { fileTree, unitStarts } from "./support/file-tree";
import { firstBootTests } from "./support/first-boot";
import * as k3s from "./support/k3s-scripts";
import { trialOf } from "./support/machine-under-test";
import * as scripts from "./support/rke2-scripts";
import { runScript } from "./support/run-script";
import { Simulated } from "./support/simulated";
import { installReleaseSite } from "./support/rancher-release";
import { withoutKeys } from "./support/without-keys";
import { documentFiles, readFiles } from "./support/written-files";

const trial = trialOf(scripts.WORKER, [
  scripts.prepareScript(scripts.WORKER),
  scripts.agentScript("a hash"),
  k3s.prepare(scripts.WORKER),
  k3s.agent("a hash"),
]);
const shell = () => trial.get().shell;

let simulated: Simulated;
let caHash: string;
beforeAll(async () => {
  simulated = await Simulated.start(asgard);
  const master = await machineOf(scripts.MASTER);
  await simulated.boot(master);
  caHash = (await simulated.run(master, scripts.serverScript(""), "init_cluster")).trim();
});
afterAll(() => simulated.close());

describe("a worker's first boot", () => firstBootTests(trial));

describe("a worker's script with the real sh and systemd", () => {
  const prepare = () => runScript(shell(), scripts.prepareScript(scripts.WORKER), "prepare");
  const join = () => runScript(shell(), scripts.agentScript(caHash), "join");

  trial.it("refuses an archive whose sum is not the release's, and says both", async () => {
    await installReleaseSite(shell());
    const site = "/srv/release/site/rancher/rke2/releases/download/*/sha256sum-amd64.txt";
    await shell().root(`cp ${site} /srv/right && sed -i s/^......../00000000/ ${site}`);
    const refused = [await prepare(), await join()];
    await shell().root(`cp /srv/right ${site}`);
    for (const each of refused)
      expect(each).toMatchObject({ code: 1, stderr: expect.stringContaining("nothing was installed") });
    expect(await shell().read("ls /usr/local/bin")).toBe("");
  });

  trial.it("is prepared, joins, and changes nothing when it runs again", async () => {
    expect(await prepare()).toMatchObject({ code: 0 });
    expect(await join()).toMatchObject({ code: 0 });
    const before = [await fileTree(shell()), await unitStarts(shell(), "rke2-agent.service")];
    expect(before[1]).toContain("ActiveState=active");
    expect(await prepare()).toMatchObject({ code: 0 });
    expect(await join()).toMatchObject({ code: 0 });
    expect([await fileTree(shell()), await unitStarts(shell(), "rke2-agent.service")]).toEqual(before);
  });

  trial.it("leaves every file as it was rendered, and the pinned token, for root alone", async () => {
    for (const { path, mode, content } of agentFiles(asgard, planOf(scripts.WORKER))) {
      const stat = await shell().read(`sudo -n stat -c '%04a %U:%G' ${path} && sudo -n cat ${path}`);
      expect([path, stat]).toEqual([path, `${mode} root:root\n${content}`]);
    }
    expect(await shell().read(`sudo -n stat -c %a ${tokenPath(RKE2)} && sudo -n cat ${tokenPath(RKE2)}`)).toBe(
      `600\nK10${caHash}::node:${scripts.secrets.agentToken}\n`,
    );
  });

  it("creates the same files on a simulated worker", async () => {
    const machine = trial.machine();
    const written = [
      ...documentFiles(machine),
      ...agentFiles(asgard, planOf(scripts.WORKER)).map(({ path }) => path),
      tokenPath(RKE2),
    ];
    await simulated.boot(machine);
    await simulated.run(machine, scripts.agentScript(caHash), "join");
    const real = await trial.see("files", () => shell().root(readFiles(written)), caHash);
    expect(withoutKeys(machine, caHash)(await simulated.run(machine, readFiles(written)))).toBe(real);
  });
});

describe("k3s' script on the same machine, after RKE2 is removed", () => {
  const hash = "c0ffee".repeat(10);
  const prepare = () => runScript(shell(), k3s.prepare(scripts.WORKER), "prepare");
  const join = () => runScript(shell(), k3s.agent(hash), "join");

  trial.it("refuses a program whose sum is not the release's", async () => {
    await shell().root(k3s.TAKE_RKE2_OFF);
    const site = "/srv/release/site/k3s-io/k3s/releases/download/*/k3s";
    await shell().root(`cp -p ${site} /srv/right && echo | tee -a ${site} >/dev/null`);
    expect(await prepare()).toMatchObject({ code: 1, stderr: expect.stringContaining("nothing was installed") });
    await shell().root(`mv /srv/right ${site}`);
    expect(await shell().read("ls /usr/local/bin")).toBe("");
  });

  trial.it("is prepared, joins, and changes nothing when it runs again", async () => {
    expect(await prepare()).toMatchObject({ code: 0 });
    expect(await join()).toMatchObject({ code: 0 });
    const before = [await fileTree(shell()), await unitStarts(shell(), "k3s-agent.service")];
    expect(before[1]).toContain("ActiveState=active");
    expect(await prepare()).toMatchObject({ code: 0 });
    expect(await join()).toMatchObject({ code: 0 });
    expect([await fileTree(shell()), await unitStarts(shell(), "k3s-agent.service")]).toEqual(before);
  });

  trial.it("leaves every file as it was rendered, and the pinned token, for root alone", async () => {
    for (const { path, mode, content } of k3s.filesOfAgent()) {
      const stat = await shell().read(`sudo -n stat -c '%04a %U:%G' ${path} && sudo -n cat ${path}`);
      expect([path, stat]).toEqual([path, `${mode} root:root\n${content}`]);
    }
    expect(await shell().read(`sudo -n stat -c %a ${k3s.TOKEN} && sudo -n cat ${k3s.TOKEN}`)).toBe(
      `600\nK10${hash}::node:${scripts.secrets.agentToken}\n`,
    );
  });
});
