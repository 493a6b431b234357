import { ran, rows, source, type Rows } from "../evidence";
import {
  booted,
  containerdTold,
  hostKeyRefused,
  keyRefused,
  kubeadmInitialized,
  kubeadmJoined,
  kubeadmPrepared,
  kubeadmWorkerJoined,
  serverInitialized,
  serverPrepared,
  serverJoined,
} from "./first-boots";

/** Real kubeadm, ip and kubectl against a real API server and etcd. */
const LEFT = "removes everything from a leaving machine, even after an interruption";

const shellTest = (test: string) => ran("model/kubeadm-scripts", test);

/** What scripts ask of Ubuntu: coreutils, systemd, apt, OpenSSH, curl, containerd's package. */
export const machine: readonly Rows[] = [
  rows(
    booted,
    "cloud-init status --wait",
    // Its words are shown when the status is an error.
    "cloud-init status --long",
    "$status $said: 0*status: done | 2*status: done",
    "/etc/os-release",
  ),
  rows(
    serverInitialized,
    "basename",
    "cat",
    "chmod",
    "dirname",
    "mkdir -p",
    "mv",
    "rm -f",
    "sleep",
    "nproc",
    "printf %s $ca | sha256sum | awk { print $1 }",
    "systemctl daemon-reload",
    "systemctl enable $1",
    "systemctl is-active --quiet $1",
    "systemctl restart --no-block $1",
    "/dev/null",
    "/usr/local/sbin",
  ),
  rows(
    serverPrepared,
    "awk -v name=$ARTIFACT $2 == name { print $1 } $folder/sha256sum-amd64.txt",
    "sha256sum $folder/$ARTIFACT | awk { print $1 }",
    "tar -xzf $1 -C /usr/local",
    "curl -fsSL --retry 5 --connect-timeout 15 -o $2 $1",
    "/usr/local",
    "printf %s\\n $1 $RELEASE | sort -V | tail -n 1",
  ),
  rows(
    serverJoined,
    "grep -o $1 | wc -l | tr -d  ",
    'echo $list | awk -v touched=$TOUCHED $1 != touched && ($2 != "True" || $3 != "True") { print $1 }',
    "echo $list | grep -q ^$NODE_NAME ",
    "echo $list | wc -l",
    'printf %s\\n $nodes | awk -v voters= $voters NF { print $1, $2, (index(voters, " " $1 " ") ? "True" : "False") }',
  ),
  rows(
    ran(
      "conformance/first-boot/rke2-server",
      "empty a worker's node before its machine restarts, and fill it again after",
    ),
    "date -u +%Y-%m-%dT%H:%M:%SZ",
  ),
  rows(
    shellTest("drains, resets, and lets a remaining one remove its leftover etcd member, then its node"),
    'echo $list | awk -v me=$NODE_NAME $1 != me && $3 == "True" { n++; if ($2 == "True") up++ } END { print n + 0, up + 0 }',
    "cp",
  ),
  rows(
    kubeadmPrepared,
    "apt-get --allow-change-held-packages --allow-downgrades install $@",
    "env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l apt-get -q -y -o Dpkg::Options::=--force-confold --no-install-recommends $@",
    "apt-get update",
    "apt-mark hold $@",
    "dpkg-query -W -f ${db:Status-Abbrev} ${Version}\\n $1 | awk $1 ~ /^.i/ { print $2 }",
    "$(…): $KUBERNETES_VERSION-*",
    "$(…):  | $CONTAINERD_VERSION",
    "swapoff -a",
    "grep -Eq ^[^#].*[[:space:]]swap[[:space:]] /etc/fstab",
    "/etc/fstab",
    "containerd --version | awk { print $3 }",
    "$release: 1.* | 2.*",
    "systemctl enable containerd kubelet",
    "systemctl is-active --quiet containerd",
    "systemctl restart containerd",
  ),
  rows(
    kubeadmInitialized,
    "systemctl is-active --quiet kubelet",
    "id $JOIN_USER",
    "useradd --system --home-dir $JOIN_HOME --shell /bin/sh $JOIN_USER",
    "systemctl reload $SSH_UNIT",
    "/bin/sh",
    "/usr/bin/kubectl",
    "sha256sum $1 | awk { print $1 }",
    "rm -rf",
  ),
  rows(
    ran("conformance/apt-locks", "waits for the holder of apt's lock, and says so (%s, %s)"),
    "$said: *ould not get lock* | *locked by another process* | *another process using it*",
    "printf %s\\n $said | grep -m 1 lock",
  ),
  rows(kubeadmJoined, "$have:  | $KUBERNETES_VERSION-*"),
  rows(containerdTold, "/etc/containerd/config.toml", "unix:///run/containerd/containerd.sock"),
  rows(
    keyRefused,
    "/usr/bin/gpg",
    'gpg --show-keys --with-colons $KEY_PATH.new | awk -F: $1 == "pub" { keys++ } $1 == "fpr" && !first { first = $10 } END { print keys + 0, first }',
  ),
  rows(
    kubeadmWorkerJoined,
    "ssh -n -T -i $RUN/join-key -p $SSH_PORT -o BatchMode=yes -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes -o UserKnownHostsFile=$RUN/known_hosts -o GlobalKnownHostsFile=/dev/null -o ConnectTimeout=10 $JOIN_USER@$1",
    "printf %s\\n $issued | sed -n s/^token //p",
    "printf %s\\n $issued | sed -n s/^certificate-key //p",
    "/etc/containerd/certs.d/*/hosts.toml",
  ),
  rows(hostKeyRefused, "tail -n 1 $RUN/said"),
  rows(
    ran("model/script-lines", "comment swap out in fstab, and nothing else"),
    "sed -i -E /^[^#].*[[:space:]]swap[[:space:]]/ s/^/# / /etc/fstab",
  ),
  rows(ran("model/script-lines", "join several lines into one"), "printf %s $1 | tr -s \\n\\t   "),
  rows(
    ran("model/script-lines", "keep the cluster's credentials in a temporary folder of their own"),
    "mktemp -d",
    "command -v $1",
  ),
  rows(ran("model/script-lines", "name the servers that are not healthy"), "echo $bad | tr \\n  "),
  rows(
    ran("model/script-lines", "remove their own mirrors that are no longer planned, and no others"),
    "grep -q ^# homelab: $file",
  ),
  rows(ran("model/script-lines", "show apt's last lines"), "printf %s\\n $said | tail -n 5"),
  rows(
    source("debian/gnupg2 (the package)", "Package: gpg, of the source gnupg2", "2.2.40-1.1+deb12u2"),
    "apt-get install $@",
  ),
  rows(
    ran("conformance/first-boot/kubeadm-worker", "tells its last lines, restarts, and stays off when it is told to"),
    "journalctl -u $1 -n 5 --no-pager -o cat",
    "journalctl -u containerd -n 5 --no-pager -o cat",
    "journalctl -u kubelet -n 5 --no-pager -o cat",
    "systemctl restart kubelet",
    "systemctl disable --now kubelet",
  ),
  rows(
    ran("conformance/first-boot/rke2-server", "stop a server that leaves, and keep it from starting again"),
    "systemctl disable --now $SERVER_UNIT",
    "systemctl disable $SERVER_UNIT",
    "systemctl stop $SERVER_UNIT",
  ),
  rows(ran("conformance/control-plane/kubeadm", LEFT), "ip link show vxlan.calico", "ip link delete vxlan.calico"),
  rows(
    ran(
      "conformance/control-plane/step-command",
      "does not start beside another run, and reports that with its exit status",
    ),
    "sudo -n flock -o -w 600 -E 75 /run/lock/homelab-STEP.lock timeout -k 30 2640 sh -s -- STEP",
  ),
  rows(
    ran("rehearsal/steps/here", "it ends when its parent is killed without a signal to it, as the command plugin does"),
    "kill -s TERM -- -$$",
  ),
];
