import { parse } from "yaml";
import { asgard, type Machine } from "./documents";

/** Everything the documents of a machine put into its file system. */
export function documentFiles({ documents }: Machine): string[] {
  const { write_files } = parse(documents.vendorData) as { write_files: { path: string }[] };
  return [
    ...write_files.map(({ path }) => path),
    "/etc/ssh/ssh_host_ed25519_key",
    "/etc/ssh/ssh_host_ed25519_key.pub",
    "/etc/hostname",
    "/etc/timezone",
    `/home/${asgard.access.user}/.ssh/authorized_keys`,
  ];
}

/** A script that prints path, mode and content of files, for the real machine and the simulated one alike. */
export function readFiles(paths: readonly string[]): string {
  return paths.map((path) => `stat -c '%n %a' ${path}\ncat ${path}\necho`).join("\n");
}
