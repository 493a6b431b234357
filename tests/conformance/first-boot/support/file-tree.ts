import type { GuestShell } from "./guest-shell";

/** Where the program's scripts leave something. */
const ROOTS =
  "/etc /usr/local /var/lib/rancher /var/lib/homelab /var/lib/homelab-join /var/lib/kubelet /root /home /opt";

/** Everything there, by path: kind, mode, owner, time of the last change and content's hash. */
export async function fileTree(shell: GuestShell): Promise<Record<string, string>> {
  const listing = await shell.root(`
    find ${ROOTS} -xdev ! -type d -printf '%p\\t%y %m %u:%g %T@ %l\\n'
    find ${ROOTS} -xdev -type d -printf '%p\\t%y %m %u:%g\\n'
    find ${ROOTS} -xdev -type f -exec sha256sum {} + | sed 's/^\\([0-9a-f]*\\)  \\(.*\\)/\\2 (content)\\t\\1/'
  `);
  const rows = listing
    .trim()
    .split("\n")
    .map((line) => line.split("\t"));
  return Object.fromEntries(rows.map(([path, what]) => [path, what])) as Record<string, string>;
}

/** When each unit was last started, and how often systemd had to. */
export function unitStarts(shell: GuestShell, ...units: readonly string[]): Promise<string> {
  return shell.read(`systemctl show -p Id,InvocationID,NRestarts,ActiveState ${units.join(" ")}`);
}
