#!/bin/sh
# Makes a machine's disk of Debian packages: build-image.sh CODENAME FOLDER writes disk.img, vmlinuz and initrd.img there.
# Stands in for the cloud image: what a fresh one has is in it, what cloud-init must do is not done. Needs root for the
# owners of files; asks apt's own sources, and nothing else.
set -eu
codename=$1
folder=$2
root=$folder/root
mkdir -p "$folder"

# What a cloud image has, and packages of stack files whose installation without a processor's help would take half a minute.
packages=linux-image-cloud-amd64,systemd-sysv,udev,dbus,cloud-init,openssh-server,sudo,locales,tzdata,e2fsprogs,cloud-guest-utils
packages=$packages,console-setup,keyboard-configuration,netplan.io,systemd-resolved,iproute2,initramfs-tools,kmod,procps
packages=$packages,ca-certificates,curl,openssl,qemu-guest-agent,gnupg,strace
packages=$packages,vim,nfs-common,open-iscsi,ifupdown-
# What is installed at the first boot or by a script, from a folder of the image: machines here have no network.
later="zip unzip containerd runc"

# Where this machine has Debian's packages from, those of another release are too.
# shellcheck disable=SC1091
here=$(. /etc/os-release && echo "$VERSION_CODENAME")
sources() {
  # shellcheck disable=SC2016
  apt-get indextargets --format 'deb $(SITE) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' |
    grep " $here" | sed "s/ $here/ $codename/"
}

if ! sources >/dev/null; then
  echo "The image is made of Debian's packages, but apt has no source of Debian here" >&2
  exit 1
fi

# Only what finds disk and CD drive, which cloud images find there too (MODULES=most): cloud-init looks for its documents
# before anything else is loaded. Unpacking the rest takes seconds on a simulated processor.
small_initrd() {
  cat <<'END'
mkdir -p "$1/etc/initramfs-tools/conf.d" "$1/usr/share/initramfs-tools/modules.d"
echo MODULES=list >"$1/etc/initramfs-tools/conf.d/homelab"
printf '%s\n' virtio_pci virtio_blk virtio_scsi sr_mod ext4 crc32c_generic >"$1/usr/share/initramfs-tools/modules.d/homelab"
END
}

sources | mmdebstrap --quiet --variant=apt --skip=cleanup/apt/lists --include="$packages" --setup-hook="$(small_initrd)" "$codename" "$root" -
# shellcheck disable=SC2086
(cd "$root/srv" && apt-get -q -o Dir="$root" -o Dir::State::status="$root/var/lib/dpkg/status" -o APT::Sandbox::User=root download $later)

write() { mkdir -p "$(dirname "$root$1")" && cat >"$root$1"; }

# Uncompressed, for the same reason: a simulated processor takes long to unpack.
for package in "$root"/srv/*.deb; do
  dpkg-deb -R "$package" "$folder/package"
  dpkg-deb -Znone -b "$folder/package" "$package" >/dev/null
  rm -rf "$folder/package"
done
# apt's index of the folder, as dpkg-scanpackages would write it.
for package in "$root"/srv/*.deb; do
  dpkg-deb -f "$package"
  printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "${package##*/}" "$(stat -c %s "$package")" \
    "$(sha256sum "$package" | cut -d ' ' -f 1)"
done | write /srv/Packages
rm -rf "$root"/etc/apt/sources.list.d/* "$root"/var/lib/apt/lists/*
echo 'deb [trusted=yes] file:/srv ./' | write /etc/apt/sources.list

# No boot loader is on this disk, so cloud-init has none to tell where it is.
printf '%s\n' 'datasource_list: [ NoCloud, ConfigDrive ]' 'grub_dpkg: { enabled: false }' |
  write /etc/cloud/cloud.cfg.d/90-image.cfg
printf 'image\n' | write /etc/hostname
: | write /etc/fstab
: | write /etc/machine-id
rm -f "$root"/etc/ssh/ssh_host_* "$root"/etc/resolv.conf
ln -s ../run/systemd/resolve/stub-resolv.conf "$root/etc/resolv.conf"
# The keys of a screen that is not there: compiling their map takes longer than the rest of the boot.
for unit in console-setup keyboard-setup; do
  printf '[Service]\nExecStart=\nExecStart=/bin/true\n' | write /etc/systemd/system/$unit.service.d/no-screen.conf
done
# Chores that would disturb the comparison of two runs, and parts of a boot that nobody looks at.
for unit in apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer fstrim.timer dpkg-db-backup.timer \
  systemd-tmpfiles-clean.timer e2scrub_reap.service systemd-binfmt.service \
  proc-sys-fs-binfmt_misc.automount sys-fs-fuse-connections.mount sys-kernel-config.mount sys-kernel-debug.mount \
  sys-kernel-tracing.mount dev-hugepages.mount dev-mqueue.mount getty@tty1.service; do
  ln -sf /dev/null "$root/etc/systemd/system/$unit"
done

cp "$root"/boot/vmlinuz-* "$folder/vmlinuz"
cp "$root"/boot/initrd.img-* "$folder/initrd.img"
mke2fs -q -t ext4 -d "$root" "$folder/disk.img" 3G
rm -rf "$root"
