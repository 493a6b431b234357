import type { CloudImage } from "../../guests/image/cloud-image";
import { units } from "../../guests/image/units";
import { words } from "../words";

/** Packages the archive has, as far as documents, scripts and owners of nodes ask for them. */
const names = words(`
  apparmor-utils apt-transport-https bridge-utils build-essential chrony conntrack containerd cryptsetup dnsutils
  ebtables gnupg haproxy ifupdown ipset ipvsadm jq keepalived linux-image-generic linux-modules-extra-generic net-tools
  nfs-common nftables qemu-guest-agent runc socat sqlite3 sysstat tree uuid-runtime wireguard ripgrep zip unzip zsh`);

/**
 * What Ubuntu 24.04's server cloud image has, libraries left out: the tasks minimal, standard and cloud-image with the
 * kernel linux-virtual (livecd-rootfs, live-build/auto/config at 6efb5e07: ubuntu-cpc), as its tasks are known. The manifest
 * itself could not be had; who has read it (664 packages) found no qemu-guest-agent and no linux-modules-extra. What is in
 * doubt counts as absent.
 */
const packages = words(`
  adduser apparmor apt apt-utils base-files bash bash-completion bind9-dnsutils bind9-host bsdextrautils bsdutils
  ca-certificates cloud-guest-utils cloud-init cloud-initramfs-copymods cloud-initramfs-dyn-netconf console-setup
  coreutils cpio cron cryptsetup curl dash debianutils diffutils dmsetup dpkg e2fsprogs ethtool file findutils
  gdisk git gnupg gpg gpgv grep gzip hostname htop init-system-helpers iproute2 iptables iputils-ping keyboard-configuration kmod
  less linux-image-virtual locales lsof lvm2 mawk mount mtr-tiny nano netcat-openbsd netplan.io open-iscsi openssh-client
  openssh-server openssl parted passwd pciutils perl procps psmisc python3 rsync rsyslog screen sed
  software-properties-common sudo systemd systemd-resolved systemd-timesyncd tar tcpdump tmux tzdata ufw
  unattended-upgrades util-linux vim wget xfsprogs xz-utils`);

/** The server image of Ubuntu 24.04: https://cloud-images.ubuntu.com/releases/noble. */
export const ubuntuNoble: CloudImage = {
  system: { id: "ubuntu", version: "24.04" },
  hostname: "ubuntu",
  files: {
    "/etc/os-release":
      'PRETTY_NAME="Ubuntu 24.04.3 LTS"\nNAME="Ubuntu"\nVERSION_ID="24.04"\nVERSION="24.04.3 LTS (Noble Numbat)"\nVERSION_CODENAME=noble\nID=ubuntu\nID_LIKE=debian\n',
    "/etc/fstab": "LABEL=cloudimg-rootfs\t/\t ext4\tdiscard,commit=30,errors=remount-ro\t0 1\n",
    "/etc/default/keyboard": 'XKBMODEL="pc105"\nXKBLAYOUT="us"\nXKBVARIANT=""\nXKBOPTIONS=""\n',
    "/etc/ssh/sshd_config.d/60-cloudimg-settings.conf": ["PasswordAuthentication no\n", 0o600],
  },
  units,
  enabled: words("ssh.socket apt-daily.timer apt-daily-upgrade.timer"),
  packages,
  archive: {
    origin: "http://archive.ubuntu.com/ubuntu noble-updates/main amd64 Packages",
    domain: "ubuntu.com",
    names,
    // packages.ubuntu.com, noble-updates
    versions: {
      containerd: "1.7.28-0ubuntu1~24.04.1",
      runc: "1.3.3-0ubuntu1~24.04.2",
      conntrack: "1:1.4.8-1ubuntu1",
      ethtool: "1:6.7-1build1",
      socat: "1.8.0.0-4build3",
    },
    depends: { containerd: ["runc"] },
  },
  defaultUser: { name: "ubuntu", gecos: "Ubuntu", groups: words("adm cdrom dip lxd sudo") },
  cloudInit: { version: "26.1-0ubuntu1~24.04.1", warnsByStatus: true, generatesGivenLocale: true },
  verifier: "gpgv",
  kernel: { release: "6.8.0-71-generic", build: "#71-Ubuntu SMP PREEMPT_DYNAMIC" },
  sshIdent: "OpenSSH_9.6p1 Ubuntu-3ubuntu13.13",
  socketGenerator: true,
  pluginFolder: "/opt/cni/bin",
  // debian.master/config/annotations: CONFIG_SATA_AHCI=m, in the package of modules that the image has.
  sees: ["ata_piix", "ahci", "virtio_scsi"],
};
