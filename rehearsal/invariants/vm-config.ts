/** Readers for the few values of a VM's stored configuration that invariants compare; the syntax is Proxmox's (qm.conf(5)). */
export type VmConfig = Readonly<Record<string, string>>;

/** Size of the boot disk, `local-zfs:vm-1001-disk-0,…,size=50G`. */
export function diskGiBOf(config: VmConfig): number | undefined {
  const disk = config["scsi0"] ?? config["virtio0"];
  const [, amount, unit] = /(?:^|,)size=(\d+(?:\.\d+)?)([KMGT]?)/.exec(disk ?? "") ?? [];
  if (amount === undefined) return undefined;
  const bytes = Number(amount) * 1024 ** " KMGT".indexOf(unit === "" || unit === undefined ? " " : unit);
  return bytes / 1024 ** 3;
}

/** The volume of the boot disk, `local-zfs:vm-1001-disk-0`. */
export function bootDiskOf(config: VmConfig): string | undefined {
  return (config["virtio0"] ?? config["scsi0"])?.split(",")[0];
}

/** What the machine's firmware calls it, and Kubernetes its system UUID. */
export function uuidOf(config: VmConfig): string | undefined {
  return /(?:^|,)uuid=([^,]+)/.exec(config["smbios1"] ?? "")?.[1];
}

/** Tags, which Proxmox separates by semicolons. */
export function tagsOf(config: VmConfig): readonly string[] {
  return (config["tags"] ?? "").split(/[;, ]/).filter((tag) => tag !== "");
}

/** Upper-case MAC addresses of all network devices. */
export function macsOf(config: VmConfig): readonly string[] {
  return Object.entries(config).flatMap(([key, value]) => {
    const mac = /^net\d+$/.test(key) ? /([0-9a-f]{2}(?::[0-9a-f]{2}){5})/i.exec(value)?.[1] : undefined;
    return mac === undefined ? [] : [mac.toUpperCase()];
  });
}

/** Static addresses that cloud-init gives the machine. */
export function addressesOf(config: VmConfig): readonly string[] {
  return Object.entries(config).flatMap(([key, value]) => {
    const address = /^ipconfig\d+$/.test(key) ? /(?:^|,)ip=([0-9.]+)(?:\/|,|$)/.exec(value)?.[1] : undefined;
    return address === undefined ? [] : [address];
  });
}

/** Place in the host's start order, `order=2,up=5,down=60`. */
export function startOrderOf(config: VmConfig): number | undefined {
  const order = /(?:^|,)(?:order=)?(\d+)(?:,|$)/.exec(config["startup"] ?? "")?.[1];
  return order === undefined ? undefined : Number(order);
}

export function hasAgent(config: VmConfig): boolean {
  return /(?:^|,)(?:enabled=)?1(?:,|$)/.test(config["agent"] ?? "");
}

export function isTemplate(config: VmConfig): boolean {
  return config["template"] === "1";
}
