import type { LinuxGuest } from "../guest";
import { DpkgDatabase } from "./dpkg-database";
import type { Offer } from "./package-index";

/** Unpacks packages, tells systemd, and starts what their maintainer scripts start. */
export async function applyInstall(guest: LinuxGuest, changes: ReadonlyMap<string, Offer>): Promise<void> {
  const started: string[] = [];
  for (const [name, { version }] of changes) {
    const content = guest.packages.get(name);
    for (const file of content?.files(version) ?? []) {
      // What an administrator has written stays (dpkg --force-confold).
      if (file.path.startsWith("/etc/") && guest.tree.exists(file.path)) continue;
      guest.tree.write(file.path, file.content, file.mode ?? 0o644);
    }
    started.push(...(content?.starts ?? []));
  }
  new DpkgDatabase(guest.tree).record(new Map([...changes].map(([name, { version }]) => [name, version])));
  if (changes.size > 0) guest.units.files.reload();
  for (const unit of started) {
    guest.units.files.enable(unit);
    await guest.units.restart(unit).catch(() => undefined);
  }
}

/** Removes packages with their files; what they started is stopped. */
export async function applyRemove(guest: LinuxGuest, names: readonly string[]): Promise<void> {
  const database = new DpkgDatabase(guest.tree);
  for (const name of names) {
    const version = database.version(name);
    const content = guest.packages.get(name);
    if (version === undefined || !content) continue;
    for (const unit of content.starts ?? []) await guest.units.stop(unit).catch(() => undefined);
    for (const { path } of content.files(version)) guest.tree.remove(path);
  }
  database.forget(names);
  guest.units.files.reload();
}
