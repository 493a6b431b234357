"use strict";
const { mkdirSync, renameSync, writeFileSync } = require("node:fs");
const { dirname } = require("node:path");

/** Others may read meanwhile, so it appears whole; a checkout that cannot be written to is only slower. */
exports.keepFile = (file, content) => {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, content);
    renameSync(draft, file);
    return true;
  } catch {
    return false; // Made again next time.
  }
};
