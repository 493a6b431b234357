import type { StackConfig } from "../../distributions/distribution";
import type { Issue } from "../../model/errors";
import { repeated, type Rule } from "./rule";

/**
 * Accounts and groups that Debian's and Ubuntu's images have: those of base-passwd (its passwd.master and group.master at
 * 3.6.1), then what the packages of their server images add (openssh, systemd, polkit, fwupd, rdma-core …), compared with
 * /etc/passwd and /etc/group that owners of Ubuntu 24.04 cloud machines published.
 */
const ACCOUNTS =
  "root _apt daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc nobody adm tty disk kmem dialout fax voice cdrom floppy tape sudo audio dip operator src shadow utmp video sasl plugdev staff users nogroup kvm render input sgx messagebus syslog tss uuidd tcpdump sshd pollinate landscape polkitd usbmux dhcpcd crontab netdev lxd systemd-network systemd-resolve systemd-timesync systemd-journal systemd-coredump _ssh _chrony fwupd-refresh rdma".split(
    " ",
  );

/** cloud-init would lock it, or adduser would find its group taken. */
const userIsNew: Rule = ({ access: { user } }) => {
  if (user === undefined || !ACCOUNTS.includes(user)) return [];
  const problem = user === "root" ? "locked by cloud-init here" : "an account or group the image has";
  const allowed = "must be a name of your own";
  return [{ path: "access.user", problem, got: `"${user}"`, allowed, remedy: "choose another: it gets sudo" }];
};

/** kubelet gives these itself, from what it runs on; a flag that says otherwise is refused or undone. */
const OWN_LABELS = ["kubernetes.io/os", "kubernetes.io/arch", "kubernetes.io/hostname"];

const labelsAreNotTheKubelets: Rule = (config) =>
  owners(config).flatMap(({ path, labels }) =>
    Object.keys(labels)
      .filter((key) => OWN_LABELS.includes(key))
      .map((key) => ({
        path: `${path}.labels.${key}`,
        problem: "label that the kubelet sets itself",
        got: `"${labels[key]}"`,
        allowed: "must be a label of your own, e.g. example.com/zone",
        remedy: "remove it",
      })),
  );

/**
 * Kubernetes puts these on a node and takes them away again by what becomes of it
 * (kubernetes.io/docs/reference/labels-annotations-taints). Of a node that has one from its start pods are kept away or
 * driven off for good, or the taint is gone a moment later.
 */
const OWN_TAINTS = new Set(
  [
    "not-ready",
    "unreachable",
    "unschedulable",
    "memory-pressure",
    "disk-pressure",
    "pid-pressure",
    "network-unavailable",
    "out-of-service",
  ]
    .map((name) => `node.kubernetes.io/${name}`)
    .concat("node.cloudprovider.kubernetes.io/uninitialized"),
);

const taintsAreNotKubernetesOwn: Rule = (config) =>
  owners(config).flatMap(({ path, taints }) =>
    taints.flatMap((taint, index): Issue[] =>
      !OWN_TAINTS.has(taint.split(/[=:]/)[0] ?? "")
        ? []
        : [
            {
              path: `${path}.taints[${index}]`,
              problem: "taint that Kubernetes itself sets and removes",
              got: `"${taint}"`,
              allowed: "must be a taint of your own, e.g. dedicated=gpu:NoSchedule",
              remedy: "remove it; kubectl cordon keeps pods off a node",
            },
          ],
    ),
  );

/** A node has one taint of a key and effect (API server: taints must be unique by key and effect). */
const taintsAreUnique: Rule = (config) =>
  owners(config).flatMap(({ path, taints }) =>
    repeated(
      taints.map((taint, index) => ({ taint, index })),
      ({ taint }) => taint.replace(/=[^:]*/, ""),
    ).map(({ item, first }): Issue => {
      const problem = `same key and effect as ${first.taint}`;
      const allowed = "must be one taint per key and effect";
      return {
        path: `${path}.taints[${item.index}]`,
        problem,
        got: `"${item.taint}"`,
        allowed,
        remedy: "remove one of the two",
      };
    }),
  );

interface Owner {
  readonly path: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly string[];
}

function owners({ pools, nodes, gpus }: StackConfig): Owner[] {
  const of = (path: string, { labels, taints }: Omit<Owner, "path">): Owner => ({ path, labels, taints });
  return [
    of("pools.controlPlane", pools.controlPlane),
    ...(pools.worker ? [of("pools.worker", pools.worker)] : []),
    ...Object.entries(nodes).map(([name, node]) => of(`nodes.${name}`, node)),
    ...Object.entries(gpus).map(([name, gpu]) =>
      of(`gpus.${name}`, { labels: gpu.labels ?? {}, taints: gpu.taints ?? [] }),
    ),
  ];
}

export const reservedWordRules: readonly Rule[] = [
  userIsNew,
  labelsAreNotTheKubelets,
  taintsAreNotKubernetesOwn,
  taintsAreUnique,
];
