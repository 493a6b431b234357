import type { LinuxGuest } from "../guest";
import { compareDebVersions } from "./deb-version";
import { DpkgDatabase } from "./dpkg-database";
import { offers } from "./offers";
import type { Offer } from "./package-index";

/** What apt refuses, in its words. */
export class AptError extends Error {}

export interface Permissions {
  readonly changeHeld: boolean;
  readonly downgrade: boolean;
}

/** Works out what `apt-get install NAME[=VERSION]…` would change: versions by name, dependencies first. */
export function planInstall(
  guest: LinuxGuest,
  words: readonly string[],
  allowed: Permissions,
): ReadonlyMap<string, Offer> {
  const available = offers(guest);
  const database = new DpkgDatabase(guest.tree);
  const chosen = new Map<string, Offer>();
  for (const word of words) choose(find(available, word), available, database, chosen);
  const changes = new Map([...chosen].filter(([name, { version }]) => database.version(name) !== version));
  refuseHeld(changes, database, allowed);
  refuseDowngrades(changes, database, allowed);
  return changes;
}

function find(available: readonly Offer[], word: string): Offer {
  const [name = "", version] = word.split("=");
  const candidates = available.filter((offer) => offer.name === name);
  const [newest] = candidates;
  if (!newest) throw new AptError(`E: Unable to locate package ${name}`);
  if (version === undefined) return newest;
  const pattern = new RegExp(`^${version.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);
  const found = candidates.find((offer) => pattern.test(offer.version));
  if (!found) throw new AptError(`E: Version '${version}' for '${name}' was not found`);
  return found;
}

function choose(offer: Offer, available: readonly Offer[], database: DpkgDatabase, chosen: Map<string, Offer>): void {
  for (const name of offer.depends) {
    if (chosen.has(name) || database.version(name) !== undefined) continue;
    const dependency = available.find((candidate) => candidate.name === name);
    if (!dependency)
      throw new AptError(
        `Some packages could not be installed. This may mean that you have\nrequested an impossible situation or if you are using the unstable\ndistribution that some required packages have not yet been created\nor been moved out of Incoming.\nThe following information may help to resolve the situation:\n\nThe following packages have unmet dependencies:\n ${offer.name} : Depends: ${name} but it is not installable\nE: Unable to correct problems, you have held broken packages.`,
      );
    choose(dependency, available, database, chosen);
  }
  chosen.set(offer.name, offer);
}

function refuseHeld(changes: ReadonlyMap<string, Offer>, database: DpkgDatabase, allowed: Permissions): void {
  const held = database.holds().filter((name) => changes.has(name) && database.version(name) !== undefined);
  if (held.length > 0 && !allowed.changeHeld)
    throw new AptError("E: Held packages were changed and -y was used without --allow-change-held-packages.");
}

function refuseDowngrades(changes: ReadonlyMap<string, Offer>, database: DpkgDatabase, allowed: Permissions): void {
  const older = [...changes].some(
    ([name, { version }]) => compareDebVersions(version, database.version(name) ?? "0") < 0,
  );
  if (older && !allowed.downgrade)
    throw new AptError("E: Packages were downgraded and -y was used without --allow-downgrades.");
}
