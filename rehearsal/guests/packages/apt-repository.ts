import { createHash } from "node:crypto";
import { textFile } from "../../internet";
import { armouredKey, signature } from "./keyring";
import type { InternetFile } from "../../simulation-spec";

/** A version of a package in an archive. */
export interface PackageOffer {
  readonly name: string;
  readonly version: string;
  readonly depends?: readonly string[];
}

export interface AptRepository {
  /** Address of the flat archive, with its slash at the end. */
  readonly url: string;
  /** Of the key that signs it, 40 digits in capitals. */
  readonly fingerprint: string;
  /** Name of the key's file below the address. */
  readonly keyFile: string;
  readonly offers: readonly PackageOffer[];
  /** Whether it is signed in a form of old. */
  readonly oldSignature?: boolean;
}

/** A flat apt archive as files of the simulation's internet: key, signed index, list of packages. */
export function aptRepository({ url, fingerprint, keyFile, offers, oldSignature }: AptRepository): InternetFile[] {
  const packages = offers.map(paragraph).join("\n");
  const sum = createHash("sha256").update(packages).digest("hex");
  return [
    textFile(url + keyFile, armouredKey(fingerprint)),
    textFile(
      `${url}InRelease`,
      `SHA256:\n ${sum} ${packages.length} Packages\n${signature(fingerprint, oldSignature)}`,
    ),
    textFile(`${url}Packages`, packages),
  ];
}

function paragraph({ name, version, depends = [] }: PackageOffer): string {
  const needs = depends.length > 0 ? `Depends: ${depends.join(", ")}\n` : "";
  return `Package: ${name}\nVersion: ${version}\nArchitecture: amd64\n${needs}`;
}
