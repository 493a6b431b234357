import { parse } from "yaml";
import { plan } from "../../../stack/plan";
import { renderVendorData } from "../../../os/vendor-data";
import { asgard, configOf, patched, type Raw } from "../stack-fixtures";

const BASE = ["qemu-guest-agent", "ca-certificates", "curl"];

const secrets = {
  hostKeyPrivate: "-----BEGIN OPENSSH PRIVATE KEY-----\nZXhhbXBsZQ==\n-----END OPENSSH PRIVATE KEY-----",
  hostKeyPublic: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJM2JFPZpoKr0S1GHsFQGUMDZU4RRszhU29Kg1OXfqJa\n",
};

interface VendorData {
  readonly [key: string]: unknown;
  readonly packages: string[];
  readonly write_files: { path: string; permissions: string; content: string }[];
}

const DEBIAN = {
  os: { family: "debian" },
  template: {
    image: {
      url: "https://cloud.debian.org/images/cloud/trixie/20260712-2537/debian-13-generic-amd64-20260712-2537.qcow2",
    },
  },
};

function setup(extra: { consolePasswordHash?: string } = {}, change: Raw = {}) {
  const planned = plan(configOf(patched(asgard(), change)), "asgard");
  const node = planned.nodes[0];
  if (!node) throw new Error("asgard has machines");
  const text = renderVendorData(planned, node, { ...secrets, ...extra });
  const data = parse(text) as VendorData;
  const file = (path: string) => data.write_files.find((written) => written.path === path)?.content;
  return { text, data, file };
}

describe("the vendor document", () => {
  it("is the one reviewed", () => {
    expect(setup({ consolePasswordHash: "$6$salt$hash" }).text).toMatchSnapshot();
  });

  it("begins with cloud-init's header, then the mark of its machine", () => {
    expect(setup().text.split("\n").slice(0, 2)).toEqual([
      "#cloud-config",
      "# managed-by: homelab/valaskjalf/valaskjalf-master-1",
    ]);
  });

  it("sets locale, keyboard and time zone, and installs the agent beside the stack's packages", () => {
    const { data } = setup();
    expect(data).toMatchObject({ locale: "fr_FR.UTF-8", timezone: "Europe/Paris" });
    expect(data.packages).toEqual([...BASE, "vim", "zip", "unzip"]);
  });

  it("installs the keyboard packages where the image lacks them", () => {
    const { data } = setup({}, DEBIAN);
    expect(data.packages).toEqual([...BASE, "console-setup", "keyboard-configuration", "vim", "zip", "unzip"]);
    expect(data["runcmd"]).toContainEqual(["systemctl", "restart", "console-setup.service"]);
  });

  it("writes locale and keyboard to Debian's files, and does not use cloud-init's keyboard module", () => {
    const { data, file } = setup({}, DEBIAN);
    expect(data).not.toHaveProperty("keyboard");
    expect(file("/etc/default/keyboard")).toContain('XKBLAYOUT="fr"\n');
    expect(file("/etc/locale.gen")).toBe("fr_FR.UTF-8 UTF-8\n");
  });

  it("masks apt's timers while cloud-init installs packages, and starts them afterwards", () => {
    const { data } = setup();
    const timers = ["apt-daily.timer", "apt-daily-upgrade.timer"];
    expect(data["bootcmd"]).toEqual([
      ["cloud-init-per", "instance", "quiet-apt", "systemctl", "mask", "--runtime", "--now", ...timers],
    ]);
    const commands = data["runcmd"] as string[][];
    const at = (verb: string) => commands.findIndex((words) => words[1] === verb && words.includes("apt-daily.timer"));
    expect(at("unmask")).toBeGreaterThan(-1);
    expect(at("start")).toBeGreaterThan(at("unmask"));
  });

  it("moves SSH to its port through the service where that listens, as the last command", () => {
    const { data, file } = setup({}, DEBIAN);
    expect(file("/etc/ssh/sshd_config.d/10-homelab.conf")).toContain("Port 2222\n");
    expect(file("/etc/systemd/system/ssh.socket.d/listen.conf")).toBeUndefined();
    expect((data["runcmd"] as string[][]).at(-1)).toEqual(["systemctl", "restart", "ssh.service"]);
  });

  it("moves SSH to its port through the socket where that listens, as the last command", () => {
    const { data, file } = setup();
    expect((data["runcmd"] as string[][]).slice(-2)).toEqual([
      ["systemctl", "stop", "ssh.service"],
      ["systemctl", "restart", "ssh.socket"],
    ]);
    expect(file("/etc/ssh/sshd_config.d/10-homelab.conf")).toContain("Port 2222\n");
    expect(file("/etc/systemd/system/ssh.socket.d/listen.conf")).toMatch(
      /ListenStream=\nListenStream=0.0.0.0:2222\nListenStream=\[::\]:2222\n/,
    );
  });

  it("sorts the socket's drop-in after the one from Ubuntu's generator, so that it wins", () => {
    expect("listen.conf" > "addresses.conf").toBe(true);
  });

  it("permits no password and no root login, and only the one user", () => {
    const { data, file } = setup();
    expect(data).toMatchObject({ disable_root: true, ssh_pwauth: false });
    const sshd = file("/etc/ssh/sshd_config.d/10-homelab.conf")?.split("\n");
    expect(sshd).toEqual(
      expect.arrayContaining([
        "PermitRootLogin no",
        "PasswordAuthentication no",
        "AllowUsers odin",
        "AuthenticationMethods publickey",
      ]),
    );
    expect(file("/etc/sudoers.d/90-odin")).toBe("odin ALL=(ALL) NOPASSWD:ALL\n");
  });

  it("installs the machine's host key, and keeps cloud-init from deleting it", () => {
    expect(setup().data).toMatchObject({
      ssh_deletekeys: false,
      ssh_keys: { ed25519_private: `${secrets.hostKeyPrivate}\n`, ed25519_public: secrets.hostKeyPublic.trim() },
    });
  });

  it("sets a console password only when there is a hash", () => {
    expect(setup().data["chpasswd"]).toBeUndefined();
    expect(setup({ consolePasswordHash: "$6$a$b" }).data["chpasswd"]).toEqual({
      expire: false,
      users: [{ name: "odin", password: "$6$a$b", type: "hash" }],
    });
  });

  it("sets nothing that Proxmox's own document sets, as that one would win", () => {
    const proxmox = ["hostname", "manage_etc_hosts", "fqdn", "user", "users", "ssh_authorized_keys", "package_upgrade"];
    expect(Object.keys(setup().data).filter((key) => proxmox.includes(key))).toEqual([]);
  });

  it("writes file permissions as strings, so that YAML does not read them as numbers", () => {
    expect(setup().data.write_files.map(({ permissions }) => typeof permissions)).not.toContain("number");
  });
});
