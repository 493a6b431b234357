import { exec, ssh } from "../support";
import { openTerminal, type Terminal } from "./terminal";

let terminal: Terminal;
beforeAll(async () => {
  terminal = await openTerminal();
});
afterAll(() => terminal.close());

test("files of root are closed to others, and open through sudo", async () => {
  expect((await terminal.sh("cat /etc/secret")).code).toBe(1);
  expect((await terminal.sh("echo x >/etc/new")).code).not.toBe(0);
  expect((await terminal.sh("mkdir /etc/new")).code).toBe(1);
  expect((await terminal.root("cat /etc/secret")).stdout).toBe("s");
});

test("sudo asks for a password unless a rule exempts the user", async () => {
  expect(await exec(terminal.client, "sudo -n -u nobody sudo -n true")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("nobody is not in the sudoers file"),
  });
  const second = { address: "10.10.10.102" };
  await ssh(terminal.simulation, second, "sudo -n sh -s", "printf 'odin ALL=(ALL) ALL\\n' > /etc/sudoers.d/99-weaker");
  expect(await ssh(terminal.simulation, second, "sudo -n true")).toMatchObject({
    code: 1,
    stderr: "sudo: a password is required\n",
  });
});

test("the mask of a subshell ends with it", async () => {
  const { stdout } = await terminal.sh(
    "cd /tmp; (umask 077; echo a > closed); echo b > open; stat -c '%a' closed open",
  );
  expect(stdout).toBe("600\n644\n");
});

test("install, chown and mktemp make files as asked", async () => {
  const ran = await terminal.root(
    "f=$(mktemp); echo a > $f; install -D -m 0640 -o odin -g sudo $f /srv/deep/file; stat -c %a /srv/deep/file $f; chown nobody /srv/deep/file",
  );
  expect(ran).toMatchObject({ code: 0, stdout: "640\n600\n" });
  expect(await terminal.root("install -m 600 -o thor /etc/hosts /srv/x")).toMatchObject({
    code: 1,
    stderr: "install: invalid user: ‘thor’\n",
  });
  expect((await terminal.sh("chown root /home/odin")).code).toBe(1);
});
