# A disk that grew while its machine ran: the root partition and its file system follow, online. cloud-init does the same
# at every boot, so that a new machine has nothing left to do here. The kubelet looks at its file system once, when it
# starts (kubernetes pkg/kubelet/cm, GetCapacity): GROWN asks for a restart of it. Needs: DISK_GIB

GROWN=no

# Sizes in MiB of a block device, and of the file system at /.
device_mib() { echo $(($(lsblk -b -d -n -o SIZE "$1") / 1048576)); }
root_mib() { echo $(($(df -k --output=size / | tail -n 1) / 1024)); }

grow_root() {
  step "fill the disk ($DISK_GIB GiB)"
  root=$(findmnt -n -o SOURCE /) || fail "findmnt does not know what / is on"
  disk=$(lsblk -d -n -o PKNAME "$root")
  disk=/dev/${disk:-${root#/dev/}}
  size=$(device_mib "$disk")
  [ "$size" -ge $((DISK_GIB * 1024)) ] ||
    fail "$disk has $size MiB, $DISK_GIB GiB are planned; the machine does not see that its disk grew: restart it"
  [ "$disk" = "$root" ] || grow_partition
  before=$(root_mib)
  grow_file_system
  after=$(root_mib)
  partition=$(device_mib "$root")
  # A file system keeps less than a tenth for itself.
  [ $((after * 10)) -ge $((partition * 9)) ] || fail "/ has $after MiB on $root, which has $partition MiB"
  [ "$after" -gt "$before" ] || return 0
  GROWN=yes
  say "/ had $before MiB, now $after MiB"
}

# growpart(1): 0 changed, 1 nothing to do, 2 failed.
grow_partition() {
  number=$(cat "/sys/class/block/${root#/dev/}/partition") || fail "$root is no partition"
  status=0
  said=$(growpart "$disk" "$number" 2>&1) || status=$?
  [ "$status" -le 1 ] || fail "growpart $disk $number: $said"
}

# Both do nothing, and say so, where nothing is left to do.
grow_file_system() {
  type=$(findmnt -n -o FSTYPE /)
  case $type in
    ext4) said=$(resize2fs "$root" 2>&1) || fail "resize2fs $root: $said" ;;
    xfs) said=$(xfs_growfs / 2>&1) || fail "xfs_growfs /: $said" ;;
    *) fail "/ is $type, and only ext4 and xfs can grow here" ;;
  esac
}
