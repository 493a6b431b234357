// Lets `require` read TypeScript: swc takes the types off, `npm run check` checks them. A tenth of ts-node's start.
// Plain JavaScript on Node's own modules, because nothing else can be read before it.
"use strict";
const { createHash } = require("node:crypto");
const { readFileSync } = require("node:fs");
const { basename, join } = require("node:path");
const { cacheFolder } = require("./cache-folder.cjs");
const { keepFile, keptFile } = require("./keep-file.cjs");

const options = {
  jsc: { parser: { syntax: "typescript" }, target: "es2022" },
  module: { type: "commonjs" },
  sourceMaps: "inline",
  inlineSourcesContent: false,
  swcrc: false,
};
const folder = join(cacheFolder, "typescript");
const compiled = new Map();
let compiler;

/** Registers the reader with `require`, for this process. */
exports.readTypeScript = () => {
  compiler = `${require("@swc/core/package.json").version} ${JSON.stringify(options)}`;
  require.extensions[".ts"] = (module, filename) => {
    const code = javascriptOf(filename, readFileSync(filename, "utf8"));
    compiled.set(filename, code);
    module._compile(code, filename);
  };
};

/**
 * Stacks name the lines of our TypeScript, those of packages stay as they run: the library that the SDK maps stacks with is
 * told of our maps, as every loader of TypeScript tells it, and reads no others.
 */
exports.nameOwnLines = () => {
  require("source-map-support").install({
    environment: "node",
    overrideRetrieveSourceMap: true,
    retrieveSourceMap: (url) => {
      const map = sourceMapOf(url);
      return map === undefined ? null : { url, map };
    },
  });
};

/** The source map of a file that was read here, as JSON; undefined for any other. */
function sourceMapOf(filename) {
  const encoded = /\n\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/.exec(compiled.get(filename) ?? "");
  return encoded ? Buffer.from(encoded[1], "base64").toString() : undefined;
}

/** From the cache when this very text was compiled before, by whichever checkout shares these packages. */
function javascriptOf(filename, text) {
  const sourceFileName = basename(filename);
  const key = createHash("sha256").update(`${compiler}\n${sourceFileName}\n${text}`).digest("hex");
  const cached = join(folder, key);
  const kept = keptFile(cached);
  if (kept !== undefined) return kept.toString();
  const code = compile(text, { ...options, filename, sourceFileName });
  keepFile(cached, code);
  return code;
}

/** As a SyntaxError, of which Pulumi shows no stack: the text has file and line. */
function compile(text, options) {
  try {
    return require("@swc/core").transformSync(text, options).code;
  } catch (error) {
    const [what] = error.message.split("Caused by:");
    throw new SyntaxError(what.trim());
  }
}
