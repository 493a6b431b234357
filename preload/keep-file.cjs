"use strict";
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { dirname } = require("node:path");

/**
 * Keeps what was made, so that it need not be made again. Others may read meanwhile, so it appears whole; a disk that was
 * full or lost its power may have kept a part or nothing of it all the same, and half a program is another program: what is
 * kept begins with its own sum. A checkout that cannot be written to is only slower.
 */
exports.keepFile = (file, content) => {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, Buffer.concat([sumOf(content), Buffer.from(content)]));
    renameSync(draft, file);
  } catch {
    // Made again next time.
  }
};

/** What was kept, as it was; undefined for anything else. */
exports.keptFile = (file) => {
  try {
    const all = readFileSync(file);
    const content = all.subarray(SUM_BYTES);
    return sumOf(content).equals(all.subarray(0, SUM_BYTES)) ? content : undefined;
  } catch {
    return undefined;
  }
};

const SUM_BYTES = 32;
const sumOf = (content) => createHash("sha256").update(content).digest();
