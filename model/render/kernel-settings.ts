/** Modules containerd and the bridge sysctls need (https://kubernetes.io/docs/setup/production-environment/container-runtimes). */
export const KERNEL_MODULES = ["overlay", "br_netfilter"] as const;

/** Forwarding for pods, and inotify limits that do not run out on nodes with many containers (docs.rke2.io/known_issues). */
const SYSCTLS: Readonly<Record<string, number>> = {
  "net.bridge.bridge-nf-call-iptables": 1,
  "net.bridge.bridge-nf-call-ip6tables": 1,
  "net.ipv4.ip_forward": 1,
  "fs.inotify.max_user_instances": 8192,
  "fs.inotify.max_user_watches": 524288,
};

/** Content of a file in /etc/modules-load.d: one module per line. */
export function modulesLoadFile(): string {
  return lines(KERNEL_MODULES);
}

/** Content of a file in /etc/sysctl.d. */
export function sysctlFile(): string {
  return lines(Object.entries(SYSCTLS).map(([key, value]) => `${key} = ${value}`));
}

const lines = (items: readonly string[]) => items.map((item) => `${item}\n`).join("");
