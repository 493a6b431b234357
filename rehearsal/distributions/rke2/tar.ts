import { gzipSync } from "node:zlib";

export interface TarFile {
  readonly path: string;
  readonly mode: number;
  readonly content: string;
}

const block = 512;

/** A gzipped ustar archive of text files, the same bytes for the same files. */
export function tarGz(files: readonly TarFile[]): Uint8Array {
  const end = Buffer.alloc(2 * block);
  return gzipSync(Buffer.concat([...files.flatMap(({ path, mode, content }) => entry(path, mode, content)), end]));
}

function entry(path: string, mode: number, content: string): Buffer[] {
  const body = Buffer.from(content);
  const padding = Buffer.alloc((block - (body.length % block)) % block);
  return [header(path, mode, body.length), body, padding];
}

/** Field offsets are those of POSIX.1-1988: the sum is taken with its own field blank. */
function header(path: string, mode: number, size: number): Buffer {
  const bytes = Buffer.alloc(block);
  bytes.write(path, 0, 100);
  bytes.write(octal(mode, 7), 100);
  bytes.write(octal(0, 7), 108);
  bytes.write(octal(0, 7), 116);
  bytes.write(octal(size, 11), 124);
  bytes.write(octal(0, 11), 136);
  bytes.write(" ".repeat(8), 148);
  bytes.write("0", 156);
  bytes.write("ustar\x0000", 257);
  bytes.write("root", 265);
  bytes.write("root", 297);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${octal(sum, 6)}\0 `, 148);
  return bytes;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0");
}
