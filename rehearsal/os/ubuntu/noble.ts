import type { CloudImage } from "../../guests/image/cloud-image";
import { units } from "../../guests/image/units";
import { words } from "../words";

/** Packages the archive has, as far as documents, scripts and owners of nodes ask for them. */
const names = words(`
  apparmor-utils apt-transport-https bridge-utils build-essential chrony conntrack containerd cryptsetup dnsutils
  ebtables gdisk haproxy ifupdown ipset ipvsadm keepalived linux-image-generic linux-modules-extra-generic net-tools
  nfs-common qemu-guest-agent runc socat sqlite3 sysstat tree wireguard ripgrep zip unzip zsh`);

/*
 * What Ubuntu 24.04's server cloud image has, libraries left out, each package with where that is said, for the image's own
 * list could not be had. What is in doubt counts as absent. Who has read the list (664 packages) found no qemu-guest-agent and
 * no linux-modules-extra. The tasks of the image are minimal, standard and cloud-image, its kernel is linux-virtual
 * (livecd-rootfs, live-build/auto/config at 6efb5e07: ubuntu-cpc).
 */

/** The tasks minimal and standard of 24.04 (elementary/metapackages, branch noble at e899de7: {minimal,standard}[-recommends]-amd64). */
const minimalAndStandard = words(`
  adduser apt apt-utils console-setup e2fsprogs iproute2 iputils-ping kmod less locales mawk mount netcat-openbsd
  netplan.io passwd procps python3 rsyslog sudo tzdata
  apparmor bash-completion bind9-dnsutils cpio cron file iptables lsof mtr-tiny nano nftables openssh-client parted
  pciutils psmisc rsync tcpdump ufw uuid-runtime wget xz-utils`);

/**
 * The task cloud-image: ubuntu-server, cloud-init and openssh-server (elementary/seeds, cloud-image before 71faa29). What
 * ubuntu-server brings is 22.04's (ubuntu-meta 1.481: server[-recommends]-amd64); of 24.04's packages curl, git, htop and
 * jq say so themselves (`apt show`: "Task: cloud-image").
 */
const cloudImageTask = words(`
  cloud-guest-utils cloud-init cloud-initramfs-copymods cloud-initramfs-dyn-netconf curl ethtool git gnupg htop jq lvm2
  open-iscsi openssh-server screen software-properties-common tmux unattended-upgrades vim xfsprogs`);

/** What these depend on, what Debian's policy calls essential or required, and the kernel. */
const underneath = words(`
  base-files bash bind9-host bsdextrautils bsdutils ca-certificates coreutils dash debianutils diffutils dmsetup dpkg
  findutils gpg gpgv grep gzip hostname init-system-helpers keyboard-configuration linux-image-virtual openssl perl sed
  systemd systemd-resolved systemd-timesyncd tar util-linux`);

const packages = [...minimalAndStandard, ...cloudImageTask, ...underneath].sort();

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
