import type { CloudImage } from "../../guests/image/cloud-image";
import { debianImage } from "./release";

/** The list that is published beside every image (debian-12-genericcloud-amd64.json, 20250210-2019), without libraries. */
const packages = `
  adduser apparmor apt apt-listchanges apt-utils base-files base-passwd bash bash-completion bind9-host bsdextrautils
  bsdutils ca-certificates cloud-guest-utils cloud-image-utils cloud-init cloud-initramfs-growroot cloud-utils
  coreutils cpio curl dash dbus dbus-bin dbus-daemon dbus-session-bus-common dbus-system-bus-common debconf
  debian-archive-keyring debianutils diffutils distro-info-data dmsetup dpkg e2fsprogs eject ethtool fdisk file
  findutils gdisk genisoimage gettext-base gpgv grep groff-base grub-cloud-amd64 grub-common grub-efi-amd64-bin
  grub-efi-amd64-signed grub-pc-bin grub2-common gzip hostname init init-system-helpers initramfs-tools
  initramfs-tools-core iproute2 iptables iputils-ping isc-dhcp-client klibc-utils kmod less linux-base locales login
  logsave lsb-release man-db manpages mawk media-types mokutil mount nano ncurses-base ncurses-bin netbase netplan.io
  openssh-client openssh-server openssh-sftp-server openssl passwd pci.ids pciutils perl-base polkitd procps psmisc
  python-apt-common python3 python3.11 python3.11-minimal qemu-utils readline-common reportbug runit-helper screen sed
  sensible-utils sgml-base shim-helpers-amd64-signed shim-signed shim-signed-common shim-unsigned socat ssh-import-id
  sudo systemd systemd-resolved systemd-sysv systemd-timesyncd sysvinit-utils tar tcpdump traceroute tzdata ucf udev
  unattended-upgrades usr-is-merged util-linux util-linux-extra uuid-runtime vim vim-common vim-runtime vim-tiny wget
  whiptail xml-core xz-utils zstd`;

/** Debian 12. */
export const debianBookworm: CloudImage = debianImage({
  version: "12",
  codename: "bookworm",
  packages,
  versions: {
    apt: "2.6.2",
    "cloud-init": "22.4.2-1+deb12u4",
    conntrack: "1:1.4.7-1+b2",
    containerd: "1.6.20~ds1-1+deb12u3",
    ethtool: "1:6.1-1",
    gpg: "2.2.40-1.1+deb12u2",
    "openssh-server": "1:9.2p1-2+deb12u10",
    runc: "1.1.5+ds1-1+deb12u1",
    socat: "1.7.4.4-2",
    sudo: "1.9.13p3-1+deb12u4",
    systemd: "252.39-1~deb12u2",
    "unattended-upgrades": "2.9.1+nmu3",
  },
  cloudInit: { version: "22.4.2-1+deb12u4", warnsByStatus: false, generatesGivenLocale: false },
  verifier: "gpgv",
  kernel: { release: "6.1.0-57-amd64", build: "#1 SMP PREEMPT_DYNAMIC Debian 6.1.192-3" },
  pluginFolder: "/opt/cni/bin",
  sshIdent: "OpenSSH_9.2p1 Debian-2+deb12u10",
});

/** `genericcloud`: the same with another kernel (/boot/config of linux-image-6.1.0-57-cloud-amd64: no CONFIG_SATA_AHCI). */
export const debianBookwormCloud: CloudImage = {
  ...debianBookworm,
  kernel: { ...debianBookworm.kernel, release: "6.1.0-57-cloud-amd64" },
  sees: ["ata_piix", "virtio_scsi"],
};
