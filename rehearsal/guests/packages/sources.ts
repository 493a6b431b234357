import type { LinuxGuest } from "../guest";

/** A package archive that was added to a machine. */
export interface AptSource {
  readonly uri: string;
  /** `/` for a flat archive. */
  readonly suite: string;
  readonly components: readonly string[];
  /** Path of the keyring, absent for the trusted ones. */
  readonly signedBy?: string;
}

/** A list apt cannot read, in its words. */
export class SourceError extends Error {}

const FOLDER = "/etc/apt/sources.list.d";

/** Every archive in /etc/apt/sources.list.d, in both formats (sources.list(5)); that of its system is always there. */
export function readSources({ tree, image }: Pick<LinuxGuest, "tree" | "image">): readonly AptSource[] {
  const files = tree.list(FOLDER).map((name) => `${FOLDER}/${name}`);
  const all = files.flatMap((path) => {
    const text = tree.read(path) ?? "";
    if (path.endsWith(".list")) return oneLine(path, text);
    return path.endsWith(".sources") ? paragraphs(path, text) : [];
  });
  return all.filter(({ uri }) => !uri.includes(`.${image.archive.domain}/`));
}

/** `deb [signed-by=…] URI SUITE [COMPONENT…]` */
function oneLine(path: string, text: string): AptSource[] {
  return text.split("\n").flatMap((raw, index) => {
    const line = raw.replace(/#.*/, "").trim();
    if (line === "" || line.startsWith("deb-src")) return [];
    const match = /^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)(?:\s+(\S+))?(.*)$/.exec(line);
    const malformed = (what: string): SourceError =>
      new SourceError(`E: Malformed entry ${index + 1} in list file ${path} (${what})`);
    if (!match?.[2]) throw malformed("Type");
    const [, options = "", uri, suite, rest = ""] = match;
    if (!/^\w+:\/\//.test(uri)) throw malformed("URI parse");
    if (suite === undefined) throw malformed("Suite");
    const components = rest.trim().split(/\s+/).filter(Boolean);
    if (components.length === 0 && !suite.endsWith("/")) throw malformed("Component");
    const signedBy = /signed-by=(\S+)/.exec(options)?.[1];
    return [{ uri, suite, components, ...(signedBy !== undefined && { signedBy }) }];
  });
}

/** deb822 paragraphs. */
function paragraphs(path: string, text: string): AptSource[] {
  const blocks = text.split(/\n\s*\n/).filter((block) => block.trim() !== "");
  return blocks.flatMap((block, index) => {
    const value = (key: string): string | undefined =>
      new RegExp(`^${key}:[ \\t]*(.*)$`, "im").exec(block)?.[1]?.trim();
    if (value("Enabled")?.toLowerCase() === "no") return [];
    const [uris, suite] = [value("URIs"), value("Suites")];
    if (value("Types") === undefined)
      throw new SourceError(`E: Malformed stanza ${index + 1} in source list ${path} (type)`);
    if (uris === undefined) throw new SourceError(`E: Malformed entry ${index + 1} in sources file ${path} (URI)`);
    if (suite === undefined) throw new SourceError(`E: Malformed entry ${index + 1} in sources file ${path} (Suite)`);
    const components = value("Components")?.split(/\s+/) ?? [];
    const signedBy = value("Signed-By");
    return uris.split(/\s+/).map((uri) => ({ uri, suite, components, ...(signedBy !== undefined && { signedBy }) }));
  });
}

/** Where its InRelease and Packages lie. */
export function filesOf({ uri, suite, components }: AptSource): {
  readonly release: string;
  readonly packages: readonly string[];
} {
  const base = uri.replace(/\/+$/, "");
  if (suite.endsWith("/")) {
    const flat = `${base}/${suite}`.replace(/\/+$/, "").replace(/([^:/])\/{2,}/g, "$1/");
    return { release: `${flat}/InRelease`, packages: [`${flat}/Packages`] };
  }
  const folder = `${base}/dists/${suite}`;
  return {
    release: `${folder}/InRelease`,
    packages: components.map((component) => `${folder}/${component}/binary-amd64/Packages`),
  };
}
