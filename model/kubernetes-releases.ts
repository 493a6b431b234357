/** The day the table below was last compared with its source. A plan must not depend on the current date. */
export const RELEASES_AS_OF = "2026-11-21";

/** Last day of upstream support by Kubernetes minor (https://kubernetes.io/releases/patch-releases/). */
const END_OF_LIFE: Readonly<Record<number, string>> = {
  28: "2024-10-28",
  29: "2025-02-28",
  30: "2025-06-28",
  31: "2025-10-28",
  32: "2026-02-28",
  33: "2026-06-28",
  34: "2026-10-27",
  35: "2027-02-28",
  36: "2027-06-28",
};

/** The newest minor of the table. */
export const NEWEST_MINOR = Math.max(...Object.keys(END_OF_LIFE).map(Number));

/** The minor of `v1.34.1+rke2r1` is 34. */
export function minorOf(version: string): number {
  return Number(version.split(".")[1]);
}

/** A warning if the release is past its end of life; names the next minor, as none may be skipped. */
export function endOfLifeWarning(version: string, asOf = RELEASES_AS_OF): string | undefined {
  const minor = minorOf(version);
  const end = END_OF_LIFE[minor];
  const isOlderThanTable = minor < Math.min(...Object.keys(END_OF_LIFE).map(Number));
  if (!isOlderThanTable && (end === undefined || end > asOf)) return undefined;
  const when = end === undefined ? "" : ` (${end})`;
  return `Kubernetes 1.${minor} is past its end of life${when}: plan the upgrade to 1.${minor + 1}`;
}
