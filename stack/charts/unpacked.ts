import { gunzipSync } from "node:zlib";

/** The files of a tar that was gzipped, by their paths. */
export type Files = ReadonlyMap<string, Buffer>;

const BLOCK = 512;
/** Charts are small; a few kilobytes that unpack to gigabytes are none. */
const MOST_BYTES = 100 * 1024 * 1024;

/** @throws Error when it is no such thing. */
export function unpacked(tgz: Buffer): Files {
  const tar = gunzipSync(tgz, { maxOutputLength: MOST_BYTES });
  const files = new Map<string, Buffer>();
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= tar.length;) {
    const header = tar.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) break;
    const size = sizeIn(header);
    const content = tar.subarray(at + BLOCK, at + BLOCK + size);
    if (content.length < size) throw new Error("it ends in the middle of a file");
    const kind = String.fromCharCode(header[156] ?? 0);
    if (kind === "L") longName = textIn(content);
    else if (kind === "x") longName = paxPath(content.toString()) ?? longName;
    else if (kind !== "g") {
      if (kind === "0" || kind === "\0") files.set(cleaned(longName ?? nameIn(header)), content);
      longName = undefined;
    }
    at += BLOCK * (1 + Math.ceil(size / BLOCK));
  }
  return files;
}

const textIn = (bytes: Buffer): string => bytes.toString().replace(/\0.*$/s, "");

function sizeIn(header: Buffer): number {
  const size = parseInt(textIn(header.subarray(124, 136)).trim(), 8);
  if (Number.isNaN(size)) throw new Error("it is no tar");
  return size;
}

/** Names of more than 100 bytes are split in two (POSIX ustar). */
function nameIn(header: Buffer): string {
  const [name, prefix] = [textIn(header.subarray(0, 100)), textIn(header.subarray(345, 500))];
  return textIn(header.subarray(257, 263)).startsWith("ustar") && prefix !== "" ? `${prefix}/${name}` : name;
}

/** `27 path=a/long/name\n`, as pax writes names that do not fit (POSIX pax). */
const paxPath = (records: string): string | undefined => /^\d+ path=(.*)$/m.exec(records)?.[1];

const cleaned = (path: string): string => path.replace(/^(\.\/)+/, "");
