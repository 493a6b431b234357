import { gunzipSync } from "node:zlib";

/** A file inside an archive. */
export interface ArchiveFile {
  readonly path: string;
  readonly mode: number;
  readonly content: Buffer;
}

const BLOCK = 512;

/** Regular files of a ustar archive, gzipped or not; undefined when the bytes are no such archive. */
export function readArchive(bytes: Buffer): readonly ArchiveFile[] | undefined {
  try {
    const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
    return plain.subarray(257, 262).toString() === "ustar" ? entries(plain) : undefined;
  } catch {
    return undefined;
  }
}

function entries(plain: Buffer): ArchiveFile[] {
  const found: ArchiveFile[] = [];
  for (let at = 0; at + BLOCK <= plain.length && plain[at] !== 0;) {
    const field = (from: number, length: number): string =>
      plain
        .subarray(at + from, at + from + length)
        .toString("latin1")
        .split("\0")[0] ?? "";
    const size = Number.parseInt(field(124, 12), 8);
    const content = plain.subarray(at + BLOCK, at + BLOCK + size);
    if (field(156, 1) === "0" || field(156, 1) === "")
      found.push({ path: field(0, 100), mode: Number.parseInt(field(100, 8), 8), content: executable(content) });
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return found;
}

/** A simulated binary says on its first line which program it is; this makes it start that program. */
function executable(content: Buffer): Buffer {
  const name = /^#!simulated (\S+)/.exec(content.subarray(0, 200).toString("latin1"))?.[1];
  return name === undefined ? content : Buffer.concat([content, Buffer.from(`/usr/bin/@${name} "$@"\n`)]);
}
