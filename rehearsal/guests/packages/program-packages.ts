import { programFile } from "../image/installed-program";
import type { DebPackage } from "./deb-package";

/** Programs that are no part of what every image has, and the packages that bring them. */
const packageOf: Readonly<Record<string, string>> = {
  column: "bsdextrautils",
  curl: "curl",
  file: "file",
  gpg: "gpg",
  growpart: "cloud-guest-utils",
  ip: "iproute2",
  jq: "jq",
  "locale-gen": "locales",
  lspci: "pciutils",
  rg: "ripgrep",
  sqlite3: "sqlite3",
  ss: "iproute2",
  strings: "binutils",
  tree: "tree",
  "update-locale": "locales",
};

/** What the interpreter of these machines' shells brings along and no distribution has. */
const nowhere = new Set(["html-to-markdown", "xan", "yq"]);

/** Of these programs, the ones an image with these packages has. */
export function programsOnImage(programs: Iterable<string>, packages: readonly string[]): string[] {
  const has = (name: string): boolean => {
    const owner = name === "setupcon" ? "console-setup" : packageOf[name];
    return !nowhere.has(name) && (owner === undefined || packages.includes(owner));
  };
  return [...programs].filter(has);
}

/** These packages, which bring nothing but programs as far as anything here knows. */
export const programPackages: readonly DebPackage[] = [...new Set(Object.values(packageOf))].map((name) => ({
  name,
  files: () =>
    Object.entries(packageOf)
      .filter(([, owner]) => owner === name)
      .map(([program]) => ({ path: `/usr/bin/${program}`, content: programFile(program), mode: 0o755 })),
}));
