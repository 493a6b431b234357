import { parse } from "yaml";
import { asgard, type Machine } from "./documents";

const authorizedKeys = `/home/${asgard.access.user}/.ssh/authorized_keys`;

/**
 * Everything the documents of a machine put into its file system. Not the public host key: cloud-init has given it
 * another mode in other releases.
 */
export function documentFiles({ documents }: Machine): string[] {
  const { write_files } = parse(documents.vendorData) as { write_files: { path: string }[] };
  const paths = write_files.map(({ path }) => path);
  return [...paths, "/etc/ssh/ssh_host_ed25519_key", "/etc/hostname", "/etc/timezone", authorizedKeys];
}

/** A script that prints path, mode and content of files, for the real machine and the simulated one alike. */
export function readFiles(paths: readonly string[]): string {
  // cloud-init keeps the keys in a set, whose order is another in every run.
  const show = (path: string) => (path === authorizedKeys ? "sort" : "cat");
  return paths.map((path) => `stat -c '%n %a' ${path}\n${show(path)} ${path}\necho`).join("\n");
}
