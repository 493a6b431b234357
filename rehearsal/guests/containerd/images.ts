import type { LinuxGuest } from "../guest";

/** Where containerd keeps the names of its images; they are lost with the disk only. */
const STORE = "/var/lib/containerd/io.containerd.metadata.v1.bolt/meta.db";

/** Whether the image is on the machine. */
export function hasImage({ tree }: LinuxGuest, image: string): boolean {
  return (tree.read(STORE) ?? "").split("\n").includes(image);
}

export function keepImage({ tree }: LinuxGuest, image: string): void {
  const kept = (tree.read(STORE) ?? "").split("\n").filter((name) => name !== "" && name !== image);
  tree.write(STORE, `${[...kept, image].sort().join("\n")}\n`, 0o600);
}

/** Why the image cannot be pulled, in containerd's words; undefined where its registry answers. */
export function pullTrouble(guest: LinuxGuest, image: string): string | undefined {
  if (guest.fabric.reachesInternet(guest.network)) return undefined;
  const [registry = "", ...path] = image.split("/");
  const [name = "", tag = ""] = path.join("/").split(":");
  return `failed to pull and unpack image "${image}": failed to resolve reference "${image}": failed to do request: Head "https://${registry}/v2/${name}/manifests/${tag}": dial tcp: lookup ${registry}: Temporary failure in name resolution`;
}
