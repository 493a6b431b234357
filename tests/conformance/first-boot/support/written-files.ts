import { parse } from "yaml";
import type { Machine } from "./documents";

/**
 * Everything the documents of a machine put into its file system. Not the public host key: cloud-init has given it
 * another mode in other releases.
 */
export function documentFiles({ documents, stack }: Machine): string[] {
  const { write_files } = parse(documents.vendorData) as { write_files: { path: string }[] };
  const paths = write_files.map(({ path }) => path);
  return [
    ...paths,
    "/etc/ssh/ssh_host_ed25519_key",
    "/etc/hostname",
    "/etc/timezone",
    `/home/${stack.access.user}/.ssh/authorized_keys`,
  ];
}

/** A script that prints path, mode and content of files, for the real machine and the simulated one alike. */
export function readFiles(paths: readonly string[]): string {
  // cloud-init keeps the keys in a set, whose order is another in every run, and so are some keys: comments are not.
  const show = (path: string) => (path.endsWith("/authorized_keys") ? "sort -k 3" : "cat");
  return paths.map((path) => `stat -c '%n %a' ${path}\n${show(path)} ${path}\necho`).join("\n");
}
