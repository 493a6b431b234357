# A machine's own root and network, on the kernel and with the programs of this one: paths, ports and addresses are the
# real ones, and nothing outside is reached. Runs in new mount, network and process namespaces; ends with its stdin.
# Arguments: an empty folder, ADDRESS/LENGTH, the folders to show under their own paths, one in each line, and NAME=PROGRAM
# of each program.
set -eu
root=$1
address=$2
shown=$3
shift 3

mount -t tmpfs -o mode=0755 tmpfs "$root"
cd "$root"
mkdir -p dev proc sys usr/bin usr/local/bin host etc root run/lock var/lib var/log var/run tmp mnt
chmod 1777 tmp
for folder in dev proc sys; do mount --rbind "/$folder" "$folder"; done
for folder in bin sbin lib lib32 lib64; do [ ! -L "/$folder" ] || cp -P "/$folder" "$folder"; done
# Its own list of programs: what is installed here, and what the test puts in its place.
mount --rbind /usr/bin host
(cd host && printf '/host/%s\0' *) | xargs -0 ln -s -t usr/bin
for folder in sbin lib lib32 lib64 share libexec; do
  [ ! -d "/usr/$folder" ] || [ -L "/usr/$folder" ] || { mkdir "usr/$folder" && mount --rbind "/usr/$folder" "usr/$folder"; }
done
for known in alternatives passwd group nsswitch.conf ld.so.conf ld.so.conf.d ld.so.cache ssl localtime; do
  [ ! -e "/etc/$known" ] || cp -a "/etc/$known" etc/
done
printf '127.0.0.1 localhost\n' >etc/hosts
: >etc/resolv.conf
for folder in $shown; do mkdir -p ".$folder" && mount --rbind "$folder" ".$folder"; done
for program in "$@"; do ln -sf "${program#*=}" "usr/bin/${program%%=*}"; done

ip link set lo up
# The network puts eth0 here.
echo waits
read -r _
ip link set eth0 up
ip address add "$address" dev eth0
mkdir -p .old
pivot_root . .old
cd /
umount -l /.old
rmdir /.old
echo ready
exec cat >/dev/null
