import { gzipSync } from "node:zlib";

const BLOCK = 512;

/** Files by their names, as a .tar.gz: the same files always give the same bytes (POSIX ustar). */
export function tarball(files: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(files).flatMap(([name, text]) => {
    const content = Buffer.from(text);
    return [header(name, content.length), content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)];
  });
  return gzipSync(Buffer.concat([...entries, Buffer.alloc(2 * BLOCK)]));
}

function header(name: string, size: number): Buffer {
  if (Buffer.byteLength(name) > 100) throw new Error(`a name of 100 bytes at most goes into a header, not ${name}`);
  const block = Buffer.alloc(BLOCK);
  const write = (at: number, text: string): void => void block.write(text, at, "latin1");
  const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, "0")}\0`;
  block.write(name);
  write(100, octal(0o644, 8));
  write(108, octal(0, 8));
  write(116, octal(0, 8));
  write(124, octal(size, 12));
  write(136, octal(0, 12));
  // The sum counts its own field as spaces.
  write(148, " ".repeat(8));
  write(156, "0");
  write(257, "ustar\u000000");
  write(
    148,
    octal(
      block.reduce((sum, byte) => sum + byte, 0),
      7,
    ),
  );
  return block;
}
