import type { Proxmox } from "../../src/proxmox";

/** The SSH of the only host, or of the one that is named. */
export function hostSsh({ ssh }: Pick<Proxmox, "ssh">, name = [...ssh.keys()][0] ?? "") {
  const found = ssh.get(name);
  if (!found) throw new Error(`no host ${name} has SSH`);
  return found;
}
