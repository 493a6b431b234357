/** A file as a package brings it. */
export interface PackagedFile {
  readonly path: string;
  readonly content: string;
  /** Default 0644. */
  readonly mode?: number;
}

/** What a Debian package puts on a machine; whence it comes and in which versions, its archive says. */
export interface DebPackage {
  readonly name: string;
  files(version: string): readonly PackagedFile[];
  /** Units its maintainer script enables and starts, as Debian's own packages do. */
  readonly starts?: readonly string[];
}

/** A program in /usr/bin that a package brings: its first line tells the version, the second one starts the simulated program. */
export function binary(name: string, version: string): PackagedFile {
  return { path: `/usr/bin/${name}`, content: `#!simulated ${name} ${version}\n/usr/bin/${name} "$@"\n`, mode: 0o755 };
}

/** The version on the first line of such a program. */
export function versionOfBinary(content: string | undefined): string | undefined {
  return /^#!simulated \S+ (\S+)/.exec(content ?? "")?.[1];
}
