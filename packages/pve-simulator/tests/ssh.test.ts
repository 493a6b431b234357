import { once } from "node:events";
import { connect } from "node:net";
import { hostSsh } from "./support/host-ssh";
import { Client as SshClient, type SFTPWrapper, utils } from "ssh2";
import type { Proxmox } from "../src/proxmox";
import { closeAll, setup } from "./support/setup";
import { sshKey } from "./support/simulations";

afterEach(closeAll);

const snippet = "#cloud-config\npackages: [vim]\n";
const path = "/var/lib/vz/snippets/master-1-vendor.yaml";

/** Of the same form as the provider's commands (facts: bpg 0.112, ssh/client.go); the engine tests run the real ones. */
const probe = `/bin/bash -c 'if [ "$(id -u)" = 0 ]; then echo 0; else sudo -n true && echo 1; fi'`;
const tee = (file: string) => `/bin/bash -c 'export TRY_SUDO_USE_SUDO=0; try_sudo /usr/bin/tee ${file}'`;

async function login(proxmox: Proxmox, privateKey = sshKey.private, name?: string): Promise<SshClient> {
  const ssh = hostSsh(proxmox, name);
  const client = new SshClient();
  await new Promise<void>((resolve, reject) => {
    client.on("ready", resolve).on("error", reject);
    client.connect({ host: ssh.host, port: ssh.port, username: "root", privateKey });
  });
  return client;
}

function exec(
  client: SshClient,
  command: string,
  stdin = "",
): Promise<{ stdout: string; stderr: string; code: number }> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) return reject(error);
      let stdout = "";
      let stderr = "";
      channel.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
      channel.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
      channel.on("close", (code: number) => resolve({ stdout, stderr, code }));
      channel.end(stdin);
    });
  });
}

const openSftp = (client: SshClient) =>
  new Promise<SFTPWrapper>((resolve, reject) => client.sftp((error, sftp) => (error ? reject(error) : resolve(sftp))));

test("a snippet is uploaded over SSH, checked over SFTP and listed in the storage", async () => {
  const { client, proxmox } = await setup();
  const ssh = await login(proxmox);
  expect(await exec(ssh, probe)).toEqual({ stdout: "0\n", stderr: "", code: 0 });
  expect(await exec(ssh, tee(path), snippet)).toEqual({ stdout: snippet, stderr: "", code: 0 });
  const sftp = await openSftp(ssh);
  const size = await new Promise((resolve, reject) =>
    sftp.stat(path, (error, stats) => (error ? reject(error) : resolve(stats.size))),
  );
  expect(size).toBe(snippet.length);
  const ended = new Promise((resolve) => sftp.on("close", resolve));
  sftp.end();
  await ended;
  ssh.end();
  const { data } = await client.get("/nodes/asgard/storage/local/content", { content: "snippets" });
  expect(data).toMatchObject([{ volid: "local:snippets/master-1-vendor.yaml", size: snippet.length }]);
  expect(proxmox.host("asgard").snippet("local:snippets/master-1-vendor.yaml")).toBe(snippet);
});

test("nothing can be written where no storage holds snippets", async () => {
  const ssh = await login((await setup()).proxmox);
  const result = await exec(ssh, tee("/root/snippets/x.yaml"), snippet);
  ssh.end();
  expect(result).toMatchObject({ code: 1, stderr: "/usr/bin/tee: /root/snippets/x.yaml: No such file or directory\n" });
});

test("the host has no other command", async () => {
  const ssh = await login((await setup()).proxmox);
  expect(await exec(ssh, "qm list")).toEqual({
    stdout: "",
    stderr: "bash: line 1: qm: command not found\n",
    code: 127,
  });
  ssh.end();
});

test("only the simulation's key is accepted", async () => {
  const { proxmox } = await setup();
  await expect(login(proxmox, utils.generateKeyPairSync("ed25519").private)).rejects.toThrow(
    "All configured authentication methods failed",
  );
});

test("users other than root need sudo", async () => {
  const { proxmox } = await setup({ spec: { sshUser: "terraform" } });
  const ssh = new SshClient();
  const { host, port } = hostSsh(proxmox);
  await new Promise<void>((resolve) => {
    ssh.on("ready", resolve).connect({ host, port, username: "terraform", privateKey: sshKey.private });
  });
  expect((await exec(ssh, probe)).stdout).toBe("1\n");
  ssh.end();
});

test("of more than a hundred simultaneous logins the rest is dropped", async () => {
  const { proxmox } = await setup();
  const { host, port } = hostSsh(proxmox);
  const sockets = Array.from({ length: 150 }, () => connect({ host, port }));
  const texts = await Promise.all(
    sockets.map((socket) => once(socket, "data").then(([chunk]) => (chunk as Buffer).toString())),
  );
  expect(texts.filter((text) => text === "Exceeded MaxStartups\r\n").length).toBeGreaterThanOrEqual(50);
  for (const socket of sockets) socket.destroy();
});
