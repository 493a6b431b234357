import type { CloudImage } from "../../guests/image/cloud-image";
import { units } from "../../guests/image/units";

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const names = words(`
  apparmor-utils apt-transport-https bridge-utils build-essential chrony conntrack console-setup containerd cryptsetup
  dnsutils ebtables git gnupg gpg haproxy htop ifupdown ipset ipvsadm jq keepalived keyboard-configuration lvm2
  linux-image-amd64 lsof mtr-tiny nano net-tools nfs-common nftables open-iscsi parted qemu-guest-agent ripgrep
  rsync rsyslog runc screen sqlite3 sysstat tcpdump tmux tree ufw unzip uuid-runtime vim wireguard xfsprogs zip zsh`);

/** The list of packages that is published beside every image (debian-12-genericcloud-amd64.json), without libraries. */
const packages = words(`
  adduser apparmor apt apt-listchanges apt-utils base-files base-passwd bash bash-completion bind9-host bsdextrautils
  bsdutils ca-certificates cloud-guest-utils cloud-image-utils cloud-init cloud-initramfs-growroot cloud-utils coreutils
  cpio curl dash dbus debconf debianutils diffutils dmsetup dpkg e2fsprogs eject ethtool fdisk file findutils gdisk
  genisoimage gettext-base gpgv grep groff-base gzip hostname init init-system-helpers initramfs-tools iproute2 iptables
  iputils-ping isc-dhcp-client kmod less locales mawk mount netcat-openbsd netplan.io openssh-client openssh-server
  openssl passwd perl-base procps python3 qemu-utils sed socat sudo systemd systemd-resolved systemd-timesyncd tar tzdata
  unattended-upgrades util-linux wget xz-utils`);

const { ["console-setup.service"]: _, ["ufw.service"]: __, ...shipped } = units;

/** Debian 12, both for virtual machines and for any: https://cloud.debian.org/images/cloud/bookworm. */
export const debianBookworm: CloudImage = {
  system: { id: "debian", version: "12" },
  hostname: "localhost",
  files: {
    "/etc/os-release":
      'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nVERSION="12 (bookworm)"\nVERSION_CODENAME=bookworm\nID=debian\n',
    "/etc/fstab": "PARTUUID=0 / ext4 rw,discard,errors=remount-ro,x-systemd.growfs 0 1\n",
    "/etc/locale.gen": "# C.UTF-8 UTF-8\n",
  },
  units: shipped,
  // ssh.socket is shipped, and disabled.
  enabled: words("ssh.service apt-daily.timer apt-daily-upgrade.timer"),
  packages,
  archive: {
    origin: "http://debian.example/debian bookworm/main amd64 Packages",
    names,
    versions: {
      containerd: "1.6.20~ds1-1+deb12u3",
      runc: "1.1.5+ds1-1+deb12u1",
      conntrack: "1:1.4.7-1+b2",
      ethtool: "1:6.1-1",
      socat: "1.7.4.4-2",
    },
    depends: { containerd: ["runc"], gnupg: ["gpg"], "console-setup": ["keyboard-configuration"] },
  },
  defaultUser: {
    name: "debian",
    gecos: "Debian",
    groups: words("adm audio cdrom dialout dip floppy plugdev sudo video"),
  },
  cloudInit: { version: "22.4.2-1+deb12u4", warnsByStatus: false, generatesGivenLocale: false },
  sees: ["ata_piix", "ahci", "virtio_scsi"],
};

/** `genericcloud`: the same with another kernel (/boot/config of linux-image-6.1.0-57-cloud-amd64: no CONFIG_SATA_AHCI). */
export const debianBookwormCloud: CloudImage = { ...debianBookworm, sees: ["ata_piix", "virtio_scsi"] };
