import type { CloudImage } from "../../guests/image/cloud-image";
import { debianImage } from "./release";

/** The list that is published beside every image (debian-13-genericcloud-amd64.json, 20250814-2204), without libraries. */
const packages = `
  adduser apparmor apt apt-listchanges apt-utils base-files base-passwd bash bash-completion bind9-host bsdextrautils
  bsdutils ca-certificates cloud-guest-utils cloud-image-utils cloud-init cloud-initramfs-growroot cloud-utils
  coreutils cpio curl dash dbus dbus-bin dbus-daemon dbus-session-bus-common dbus-system-bus-common debconf
  debian-archive-keyring debianutils dhcpcd-base diffutils distro-info-data dmsetup dosfstools dpkg dracut-install
  e2fsprogs eject ethtool fdisk file findutils gdisk genisoimage gettext-base grep groff-base grub-cloud-amd64
  grub-common grub-efi-amd64-bin grub-efi-amd64-signed grub-efi-amd64-unsigned grub-pc-bin grub2-common gzip hostname
  init init-system-helpers initramfs-tools initramfs-tools-bin initramfs-tools-core iproute2 iptables iputils-ping
  klibc-utils kmod less linux-base linux-sysctl-defaults locales login login.defs logsave lsb-release man-db manpages
  mawk media-types mokutil mount nano ncurses-base ncurses-bin netbase netcat-openbsd netplan-generator netplan.io
  openssh-client openssh-server openssh-sftp-server openssl openssl-provider-legacy passwd pci.ids pciutils perl-base
  polkitd procps psmisc python-apt-common python3 python3.13 python3.13-minimal qemu-utils readline-common reportbug
  runit-helper screen sed sensible-utils sgml-base shim-helpers-amd64-signed shim-signed shim-signed-common
  shim-unsigned socat sqv ssh-import-id sudo systemd systemd-resolved systemd-sysv systemd-timesyncd sysvinit-utils
  tar tcpdump traceroute tzdata ucf udev unattended-upgrades util-linux uuid-runtime vim vim-common vim-runtime
  vim-tiny wget whiptail xml-core xz-utils zstd`;

/** Debian 13. */
export const debianTrixie: CloudImage = debianImage({
  version: "13",
  codename: "trixie",
  packages,
  versions: {
    apt: "3.0.4",
    "cloud-init": "25.1.4-1+deb13u1",
    conntrack: "1:1.4.8-2",
    containerd: "1.7.24~ds1-6+deb13u1",
    ethtool: "1:6.14.2-1",
    gpg: "2.4.7-21+deb13u1+b5",
    "openssh-server": "1:10.0p1-7+deb13u4",
    runc: "1.1.15+ds1-2+deb13u1",
    socat: "1.8.0.3-1+deb13u1",
    sqv: "1.3.0-3+b2",
    sudo: "1.9.16p2-3+deb13u5",
    systemd: "257.13-1~deb13u1",
    "unattended-upgrades": "2.12",
  },
  cloudInit: { version: "25.1.4-1+deb13u1", warnsByStatus: true, generatesGivenLocale: false },
  verifier: "sqv",
  kernel: { release: "6.12.118+deb13-amd64", build: "#1 SMP PREEMPT_DYNAMIC Debian 6.12.118-1 (2026-11-20)" },
  pluginFolder: "/usr/lib/cni",
  sshIdent: "OpenSSH_10.0p2 Debian-7+deb13u4",
});

/** `genericcloud`: another kernel, with drivers for the same buses (/boot/config of its package: CONFIG_SATA_AHCI=m). */
export const debianTrixieCloud: CloudImage = {
  ...debianTrixie,
  kernel: { ...debianTrixie.kernel, release: "6.12.118+deb13-cloud-amd64" },
};
