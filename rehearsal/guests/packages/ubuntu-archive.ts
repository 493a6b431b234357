import type { Offer } from "./package-index";

/** Where the image's own ubuntu.sources point: the archive that is always there. */
const origin = "http://archive.ubuntu.com/ubuntu noble-updates/main amd64 Packages";

/** Packages every Ubuntu archive has, as far as documents and scripts of nodes ask for them. */
const names =
  "apparmor-utils apt-transport-https bash-completion bridge-utils build-essential ca-certificates chrony cloud-guest-utils conntrack containerd cron cryptsetup curl dnsutils ebtables ethtool gdisk git gnupg gpg haproxy htop ifupdown iproute2 ipset iptables iputils-ping ipvsadm jq keepalived less linux-image-generic linux-modules-extra-generic locales lsof lvm2 mtr-tiny nano net-tools nfs-common nftables open-iscsi openssh-server openssl parted pciutils python3 qemu-guest-agent rsync rsyslog runc screen socat software-properties-common sudo sysstat tar tcpdump tmux tree tzdata ufw unattended-upgrades unzip util-linux uuid-runtime vim wget wireguard xfsprogs zip zsh".split(
    " ",
  );

/** Versions that anything here looks at (packages.ubuntu.com, noble-updates); of the others only that they exist matters. */
const versions: Readonly<Record<string, string>> = {
  containerd: "1.7.28-0ubuntu1~24.04.1",
  runc: "1.3.3-0ubuntu1~24.04.2",
  conntrack: "1:1.4.8-1ubuntu1",
  ethtool: "1:6.7-1build1",
  socat: "1.8.0.0-4build3",
};
const depends: Readonly<Record<string, readonly string[]>> = { containerd: ["runc"] };

/** What the cloud image has from the beginning. */
export const preinstalled: readonly string[] =
  "apt bash ca-certificates coreutils curl ethtool gpg iproute2 iptables jq locales openssh-server openssl rsync sudo systemd tar tzdata unzip util-linux vim wget".split(
    " ",
  );

/** What the archive offers, with what this world adds to it: a name, or `name=version` for a version it does not have else. */
export function ubuntuOffers(more: readonly string[]): readonly Offer[] {
  const added = more.map((entry) => entry.split("=") as [string, string?]);
  const own = [...names, ...preinstalled].map((name): [string, string?] => [name]);
  const all = [...own, ...added].map(([name, version = ubuntuVersion(name)]) => ({
    name,
    version,
    depends: depends[name] ?? [],
    origin,
  }));
  return [...new Map(all.map((offer) => [`${offer.name} ${offer.version}`, offer])).values()];
}

export function ubuntuVersion(name: string): string {
  return versions[name] ?? "1.0-1ubuntu1";
}
