import { debian } from "./debian";
import type { CloudInitSystem, NodeOs, OsRelease } from "./node-os";
import { talosLinux } from "./talos";
import { ubuntu } from "./ubuntu";

/** Every operating system of nodes. The simulation has its own registry: rehearsal/os/registry.ts. */
export const operatingSystems = { ubuntu, debian, talos: talosLinux } satisfies Readonly<Record<string, NodeOs>>;

export type OsFamily = keyof typeof operatingSystems;

export const OS_FAMILIES = Object.keys(operatingSystems) as [OsFamily, ...OsFamily[]];

/** A release and its family. */
export type KnownRelease = OsRelease & { readonly family: OsFamily };

export const osNamed = (family: OsFamily): NodeOs => operatingSystems[family];

/** Systems with SSH login. */
export function loginOf(family: OsFamily): CloudInitSystem {
  const { login, title } = osNamed(family);
  if (!login) throw new Error(`nobody logs in to ${title}`);
  return login;
}

/** Every release of the families, or of those with SSH login. */
export function releasesOf(families: readonly OsFamily[]): KnownRelease[] {
  return families.flatMap((family) => osNamed(family).images.releases.map((release) => ({ ...release, family })));
}

const everyRelease = releasesOf(OS_FAMILIES);

export const releasesWithLogin = everyRelease.filter(({ family }) => osNamed(family).login !== undefined);

/** The system on an image, from its file name; undefined if it is not supported. */
export function systemOfImage(url: string): KnownRelease | undefined {
  const file = url.split("/").at(-1) ?? "";
  return everyRelease.find(({ imageFile }) => imageFile.test(file));
}

/** As `a, b or c`. */
export function namesOf(releases: readonly OsRelease[]): string {
  const names = releases.map(({ name }) => name);
  return [names.slice(0, -1).join(", "), names.at(-1)].filter((part) => part !== "").join(" or ");
}

/** `ID VERSION_ID` of every release with a login, as scripts compare them with /etc/os-release. */
export const knownSystems = releasesWithLogin
  .map(({ family, version }) => `${osNamed(family).images.id} ${version}`)
  .join(", ");
