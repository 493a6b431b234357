/** A version of a package that an archive offers. */
export interface Offer {
  readonly name: string;
  readonly version: string;
  /** Names it depends on, without their versions. */
  readonly depends: readonly string[];
  /** The archive, as `apt-cache policy` names it. */
  readonly origin: string;
}

/** Reads a Packages file (deb822 paragraphs). */
export function readPackages(text: string, origin: string): readonly Offer[] {
  return text
    .split(/\n\n+/)
    .map((paragraph) => new Map(paragraph.split("\n").map((line) => field(line))))
    .flatMap((fields) => {
      const [name, version] = [fields.get("Package"), fields.get("Version")];
      if (name === undefined || version === undefined) return [];
      return [{ name, version, origin, depends: dependencies(fields.get("Depends") ?? "") }];
    });
}

function field(line: string): [string, string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}

function dependencies(text: string): string[] {
  return text
    .split(",")
    .map((term) => term.trim().split(/[\s|(]/)[0] ?? "")
    .filter((name) => name !== "");
}
