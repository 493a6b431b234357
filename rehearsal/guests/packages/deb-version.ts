/** Orders two Debian versions: epoch, upstream version, revision (deb-version(7)). */
export function compareDebVersions(a: string, b: string): number {
  const [left, right] = [split(a), split(b)];
  if (left.epoch !== right.epoch) return left.epoch - right.epoch;
  return comparePart(left.upstream, right.upstream) || comparePart(left.revision, right.revision);
}

function split(version: string): { epoch: number; upstream: string; revision: string } {
  const [, epoch = "0", rest = ""] = /^(?:(\d+):)?(.*)$/.exec(version) ?? [];
  const dash = rest.lastIndexOf("-");
  return {
    epoch: Number(epoch),
    upstream: dash === -1 ? rest : rest.slice(0, dash),
    revision: dash === -1 ? "" : rest.slice(dash + 1),
  };
}

/** Alternating runs of non-digits and digits; `~` sorts before the end, letters before the rest. */
function comparePart(a: string, b: string): number {
  const runs = (text: string): string[] => text.match(/\d+|\D+/g) ?? [];
  const aligned = (text: string): string[] => (/^\d/.test(text) ? ["", ...runs(text)] : runs(text));
  const [left, right] = [aligned(a), aligned(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x = "", y = ""] = [left[i], right[i]];
    const order = i % 2 === 1 ? Number(x) - Number(y) : compareLetters(x, y);
    if (order !== 0) return order;
  }
  return 0;
}

function compareLetters(a: string, b: string): number {
  const rank = (letter: string | undefined): number => {
    if (letter === undefined) return 0;
    if (letter === "~") return -1;
    return /[A-Za-z]/.test(letter) ? letter.charCodeAt(0) : letter.charCodeAt(0) + 256;
  };
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const order = rank(a[i]) - rank(b[i]);
    if (order !== 0) return order;
  }
  return 0;
}
