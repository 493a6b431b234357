import type { CloudImage } from "../../guests/image/cloud-image";
import { units } from "../../guests/image/units";
import { words } from "../words";

/** Packages of Debian's archive that documents, scripts and owners of nodes ask for. */
const archive = words(`
  apparmor-utils apt-transport-https bridge-utils build-essential chrony conntrack console-setup containerd cryptsetup
  ebtables firewalld git gnupg gpg haproxy htop ifupdown ipset iptables-persistent ipvsadm jq keepalived
  keyboard-configuration lsof lvm2 mtr-tiny net-tools netcat-openbsd nfs-common nftables open-iscsi parted
  qemu-guest-agent ripgrep rsync rsyslog runc sqlite3 sysstat tmux tree ufw unzip wireguard xfsprogs zip zsh`);

const { ["console-setup.service"]: _, ["ufw.service"]: __, ...shipped } = units;

/** What one release of Debian has of its own. */
export interface DebianRelease extends Pick<
  CloudImage,
  "cloudInit" | "verifier" | "kernel" | "sshIdent" | "pluginFolder"
> {
  readonly version: string;
  readonly codename: string;
  readonly packages: string;
  /** Of the archive, as of 2026-11. */
  readonly versions: Readonly<Record<string, string>>;
}

/** The image `generic` of a release: https://cloud.debian.org/images/cloud. */
export function debianImage({ version, codename, packages, versions, ...more }: DebianRelease): CloudImage {
  const title = `Debian GNU/Linux ${version} (${codename})`;
  return {
    system: { id: "debian", version },
    hostname: "localhost",
    files: {
      "/etc/os-release": `PRETTY_NAME="${title}"\nNAME="Debian GNU/Linux"\nVERSION_ID="${version}"\nVERSION="${version} (${codename})"\nVERSION_CODENAME=${codename}\nID=debian\n`,
      "/etc/fstab": "PARTUUID=0 / ext4 rw,discard,errors=remount-ro,x-systemd.growfs 0 1\n",
      "/etc/locale.gen": "# C.UTF-8 UTF-8\n",
    },
    units: shipped,
    // ssh.socket is shipped, and disabled.
    enabled: words("ssh.service apt-daily.timer apt-daily-upgrade.timer"),
    packages: words(packages),
    archive: {
      origin: `http://deb.debian.org/debian ${codename}/main amd64 Packages`,
      domain: "debian.org",
      names: archive,
      versions,
      depends: { containerd: ["runc"], gnupg: ["gpg"], "console-setup": ["keyboard-configuration"] },
    },
    // /etc/cloud/cloud.cfg of the package cloud-init
    defaultUser: {
      name: "debian",
      gecos: "Debian",
      groups: words("adm audio cdrom dialout dip floppy plugdev sudo video"),
    },
    socketGenerator: false,
    sees: ["ata_piix", "ahci", "virtio_scsi"],
    ...more,
  };
}
