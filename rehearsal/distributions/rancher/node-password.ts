import { randomBytes } from "node:crypto";
import type { LinuxGuest } from "../../guests/guest";
import type { RancherProcess } from "./process";
import type { Rancher } from "./rancher";

const PATH = "/etc/rancher/node/password";

/** The password a node made for itself at its first start; a rebuilt disk has another one. */
function passwordOf({ tree }: LinuxGuest): string {
  const stored = tree.read(PATH);
  if (stored !== undefined) return stored.trim();
  const fresh = randomBytes(16).toString("hex");
  tree.write(PATH, `${fresh}\n`, 0o600);
  return fresh;
}

/** Waits until the cluster takes the node under this name: it does not while an older node's password is kept for it. */
export async function presentPassword(
  process: RancherProcess,
  { nodePasswords }: Rancher,
  name: string,
): Promise<void> {
  const password = passwordOf(process.guest);
  while ((nodePasswords.get(name) ?? password) !== password) {
    process.log(
      "info",
      "Waiting to retrieve agent configuration; server is not ready: Node password rejected, duplicate hostname or contents of '/etc/rancher/node/password' may not match server node-passwd entry, try enabling a unique node name with the --with-node-id flag",
    );
    await process.pause(5);
  }
  nodePasswords.set(name, password);
}
