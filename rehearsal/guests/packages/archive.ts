import type { CloudImage } from "../image/cloud-image";
import type { Offer } from "./package-index";

/** What an image's own archive offers, with what this simulation adds to it: a name, or `name=version` for a version it does not have else. */
export function archiveOffers({ archive, packages }: CloudImage, more: readonly string[]): readonly Offer[] {
  const added = more.map((entry) => entry.split("=") as [string, string?]);
  const own = [...archive.names, ...packages].map((name): [string, string?] => [name]);
  const all = [...own, ...added].map(([name, version = archiveVersion(archive, name)]) => ({
    name,
    version,
    depends: archive.depends[name] ?? [],
    origin: archive.origin,
  }));
  return [...new Map(all.map((offer) => [`${offer.name} ${offer.version}`, offer])).values()];
}

export function archiveVersion({ versions }: CloudImage["archive"], name: string): string {
  return versions[name] ?? "1.0-1";
}
