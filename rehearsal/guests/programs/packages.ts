import { packageUnits } from "../image/units";
import { installProgram } from "../image/ubuntu-noble";
import { failed, ok, program, type Outcome, type Process } from "../program";
import { parseFlags } from "./flags";

/** Packages every Ubuntu archive has, as far as documents of nodes ask for them. */
const archive = new Set(
  "apparmor-utils apt-transport-https bash-completion bridge-utils build-essential ca-certificates chrony cloud-guest-utils conntrack containerd cron cryptsetup curl dnsutils ebtables ethtool gdisk git gnupg gpg haproxy htop ifupdown iproute2 ipset iptables iputils-ping ipvsadm jq keepalived less linux-image-generic linux-modules-extra-generic locales lsof lvm2 mtr-tiny nano net-tools nfs-common nftables open-iscsi openssh-server openssl parted pciutils python3 qemu-guest-agent rsync rsyslog screen socat software-properties-common sudo sysstat tar tcpdump tmux tree tzdata ufw unattended-upgrades unzip util-linux uuid-runtime vim wget wireguard xfsprogs zip zsh".split(
    " ",
  ),
);
/** What the cloud image has from the beginning. */
const preinstalled = new Set(
  "apt bash ca-certificates coreutils curl iproute2 iptables jq locales openssh-server openssl rsync sudo systemd tar tzdata unzip util-linux vim wget".split(
    " ",
  ),
);
const STATUS = "/var/lib/dpkg/installed";

function installed({ guest }: Process): Set<string> {
  return new Set([...preinstalled, ...(guest.tree.read(STATUS) ?? "").split("\n").filter(Boolean)]);
}

function aptGet(args: readonly string[], process: Process): Outcome {
  const { operands } = parseFlags(args, {
    flags: [
      "y",
      "q",
      "qq",
      "yes",
      "quiet",
      "assume-yes",
      "no-install-recommends",
      "f",
      "purge",
      "allow-downgrades",
      "allow-change-held-packages",
    ],
    values: ["o", "option", "t"],
  });
  const [verb = "", ...names] = operands;
  if (process.user.uid !== 0)
    return failed(
      100,
      "E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)\nE: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?",
    );
  if (["update", "upgrade", "dist-upgrade", "autoremove", "clean"].includes(verb))
    return ok("Reading package lists...\n");
  if (verb === "install") return install(process, names);
  if (verb === "remove" || verb === "purge") return remove(process, names);
  return failed(100, `E: Invalid operation ${verb}`);
}

function install(process: Process, names: readonly string[]): Outcome {
  const { guest } = process;
  const wanted = names.map((name) => name.split("=")[0] ?? name);
  const missing = wanted.find(
    (name) => !archive.has(name) && !preinstalled.has(name) && !guest.context.spec.aptPackages.includes(name),
  );
  if (missing !== undefined)
    return { stdout: "Reading package lists...\n", ...failed(100, `E: Unable to locate package ${missing}`) };
  guest.tree.write(STATUS, [...new Set([...installed(process), ...wanted]), ""].join("\n"));
  for (const name of wanted)
    for (const [unit, text] of Object.entries(packageUnits[name] ?? {}))
      guest.tree.write(`/usr/lib/systemd/system/${unit}`, text);
  if (wanted.includes("qemu-guest-agent")) installProgram(guest.tree, "/usr/sbin/qemu-ga", "@qemu-ga");
  return ok(`Reading package lists...\n${wanted.map((name) => `Setting up ${name} ...\n`).join("")}`);
}

function remove(process: Process, names: readonly string[]): Outcome {
  const left = [...installed(process)].filter((name) => !names.includes(name));
  process.guest.tree.write(STATUS, [...left, ""].join("\n"));
  return ok("Reading package lists...\n");
}

function dpkg(args: readonly string[], process: Process): Outcome {
  const [verb, name = ""] = args;
  if (verb === "--print-architecture") return ok("amd64\n");
  if (verb !== "-s" && verb !== "-l" && verb !== "--status")
    return failed(2, `dpkg: error: unknown option ${verb ?? ""}`);
  if (!installed(process).has(name))
    return failed(1, `dpkg-query: package '${name}' is not installed and no information is available`);
  return ok(`Package: ${name}\nStatus: install ok installed\n`);
}

export const packageTools = [
  program("apt-get", aptGet),
  program("apt", aptGet),
  program("apt-mark", ([, ...names]) => ok(names.map((name) => `${name} set on hold.\n`).join(""))),
  program("dpkg", dpkg),
  program("dpkg-query", dpkg),
];
