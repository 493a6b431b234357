import { parse, stringify } from "yaml";

interface StackFile {
  readonly config: Record<string, Record<string, unknown>>;
}

/**
 * A stack of one host `pve` as one of several: `pve`, `pve-2` …, a template on each, its nodes dealt out in turn, those of
 * a role separately. Hosts but the first call the storage of their disks `fast`.
 */
export function onHosts(stack: string, count: number): string {
  const file = parse(stack) as StackFile;
  const proxmox = file.config["homelab:proxmox"] as { hosts: Record<string, Record<string, unknown>> };
  const { pve = {} } = proxmox.hosts;
  for (let number = 2; number <= count; number++) proxmox.hosts[`pve-${number}`] = anotherHost(pve, number);
  const dealt = new Map<unknown, number>();
  for (const node of Object.values(file.config["homelab:nodes"] ?? {}) as Record<string, unknown>[]) {
    const turn = dealt.get(node["role"]) ?? 0;
    dealt.set(node["role"], turn + 1);
    node["host"] = ["pve", ...Array.from({ length: count - 1 }, (_, index) => `pve-${index + 2}`)][turn % count];
  }
  return stringify(file, { lineWidth: 0 });
}

function anotherHost(first: Readonly<Record<string, unknown>>, number: number): Record<string, unknown> {
  const { "local-zfs": disks, ...others } = first["storages"] as Record<string, unknown>;
  return {
    ...first,
    address: String(first["address"]).replace(/\d+$/, (last) => String(Number(last) + number)),
    templateVmId: 9000 + number,
    diskStorage: "fast",
    storages: { ...others, fast: disks },
  };
}
