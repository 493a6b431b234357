import type { LinuxGuest } from "../guest";
import { archiveOffers } from "./archive";
import { compareDebVersions } from "./deb-version";
import { readPackages, type Offer } from "./package-index";
import { listFile } from "./refresh";
import { filesOf, readSources } from "./sources";

/** Every version this machine could install now, newest first: what its lists hold since the last `apt-get update`. */
export function offers(guest: LinuxGuest): readonly Offer[] {
  const { tree, context, image } = guest;
  const listed = readSources(guest).flatMap((source) =>
    filesOf(source).packages.flatMap((url) => {
      const origin = `${source.uri.replace(/\/+$/, "")}  Packages`;
      return readPackages(tree.read(listFile(url)) ?? "", origin);
    }),
  );
  const all = [...listed, ...archiveOffers(image, context.spec.aptPackages)];
  return all.sort((a, b) => a.name.localeCompare(b.name) || compareDebVersions(b.version, a.version));
}
