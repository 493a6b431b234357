import { FileTree } from "../disk/file-tree";
import { sinkNode } from "../disk/inode";
import type { CloudImage } from "./cloud-image";
import { installProgram } from "./installed-program";

const accounts: readonly (readonly [name: string, id: number, home: string, shell: string])[] = [
  ["root", 0, "/root", "/bin/bash"],
  ["daemon", 1, "/usr/sbin", "/usr/sbin/nologin"],
  ["www-data", 33, "/var/www", "/usr/sbin/nologin"],
  ["systemd-network", 998, "/", "/usr/sbin/nologin"],
  ["sshd", 109, "/run/sshd", "/usr/sbin/nologin"],
  ["nobody", 65534, "/nonexistent", "/usr/sbin/nologin"],
];

const groups: Readonly<Record<string, number>> = {
  adm: 4,
  tty: 5,
  disk: 6,
  cdrom: 24,
  sudo: 27,
  dip: 30,
  shadow: 42,
  video: 44,
  plugdev: 46,
  users: 100,
  lxd: 105,
  netdev: 110,
};

const files: CloudImage["files"] = {
  "/sys/class/block/vda1/partition": "1\n",
  "/etc/hosts": "127.0.0.1 localhost\n",
  "/etc/timezone": "Etc/UTC\n",
  "/etc/machine-id": "",
  "/etc/default/locale": "LANG=C.UTF-8\n",
  "/etc/environment": 'PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"\n',
  "/etc/sudoers": [
    "Defaults\tenv_reset\nroot\tALL=(ALL:ALL) ALL\n%admin ALL=(ALL) ALL\n%sudo\tALL=(ALL:ALL) ALL\n@includedir /etc/sudoers.d\n",
    0o440,
  ],
  "/etc/ssh/sshd_config":
    "Include /etc/ssh/sshd_config.d/*.conf\nKbdInteractiveAuthentication no\nUsePAM yes\nX11Forwarding yes\nPrintMotd no\nAcceptEnv LANG LC_*\nSubsystem\tsftp\t/usr/lib/openssh/sftp-server\n",
  "/usr/local/lib/systemd/.keep": "",
};

const folders = [
  "/boot",
  "/dev",
  "/etc/apt/keyrings",
  "/etc/apt/sources.list.d",
  "/etc/apt/trusted.gpg.d",
  "/etc/sysctl.d",
  "/etc/modules-load.d",
  "/home",
  "/mnt",
  "/opt",
  "/proc",
  "/run/lock",
  "/srv",
  "/sys",
  "/usr/lib/systemd/system",
  "/usr/local/bin",
  "/usr/local/sbin",
  "/usr/sbin",
  "/var/cache",
  "/var/lib/cloud/instances",
  "/var/log",
];

/** A fresh copy of an image's file system with the given programs in /usr/bin. */
export function freshDisk(image: CloudImage, programs: Iterable<string>): FileTree {
  const tree = new FileTree();
  for (const folder of folders) tree.makeDirectories(folder);
  for (const folder of ["/tmp", "/var/tmp"]) tree.makeDirectories(folder, 0o1777);
  tree.makeDirectories("/root", 0o700);
  tree.makeDirectories("/usr/bin");
  for (const [link, target] of [
    ["/bin", "usr/bin"],
    ["/sbin", "usr/sbin"],
    ["/lib", "usr/lib"],
  ] as const)
    tree.link(target, link);
  for (const name of programs) installProgram(tree, `/usr/bin/${name}`, name);
  tree.makeDirectories("/dev").entries.set("null", sinkNode());
  writeFiles(tree, { ...files, "/etc/hostname": `${image.hostname}\n`, ...image.files });
  writeUnits(tree, image);
  writeAccounts(tree);
  return tree;
}

function writeFiles(tree: FileTree, all: CloudImage["files"]): void {
  for (const [path, file] of Object.entries(all)) {
    if (typeof file === "string") tree.write(path, file);
    else tree.write(path, file[0], file[1]);
  }
}

function writeUnits(tree: FileTree, { units, enabled }: CloudImage): void {
  for (const [name, text] of Object.entries(units)) tree.write(`/usr/lib/systemd/system/${name}`, text);
  for (const name of enabled) {
    const target = /^WantedBy=(\S+)$/m.exec(units[name] ?? "")?.[1];
    tree.link(`/usr/lib/systemd/system/${name}`, `/etc/systemd/system/${target}.wants/${name}`);
  }
}

function writeAccounts(tree: FileTree): void {
  tree.write(
    "/etc/passwd",
    accounts.map(([name, id, home, shell]) => `${name}:x:${id}:${id}::${home}:${shell}\n`).join(""),
  );
  tree.write("/etc/shadow", accounts.map(([name]) => `${name}:*:19000:0:99999:7:::\n`).join(""), 0o640);
  const all = { ...Object.fromEntries(accounts.map(([name, id]) => [name, id])), ...groups };
  tree.write(
    "/etc/group",
    Object.entries(all)
      .map(([name, id]) => `${name}:x:${id}:\n`)
      .join(""),
  );
}
