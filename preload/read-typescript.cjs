// Lets `require` read TypeScript: swc-node takes the types off, `npm run check` checks them. Plain JavaScript, because nothing
// else can be read before it (docs/decisions/0015-what-runs-before-the-program.md).
"use strict";
const { accessSync, constants, mkdirSync } = require("node:fs");
const { join } = require("node:path");
const { cacheFolder } = require("./cache-folder.cjs");

const folder = join(cacheFolder, "typescript");

/** Has this process read TypeScript; the compiler is loaded with the first file, for a bundle needs none. */
exports.readTypeScript = () => {
  require.extensions[".ts"] = (module, filename) => {
    delete require.extensions[".ts"];
    register();
    require.extensions[".ts"](module, filename);
  };
};

function register() {
  // In node_modules and not among everybody's temporary files; a checkout that cannot be written to is only slower.
  if (isWritable(folder)) process.env.SWC_NODE_CACHE_DIR = folder;
  else process.env.SWC_NODE_CACHE = "off";
  const { register } = require("@swc-node/register/register");
  const { ScriptTarget } = require("typescript");
  register({ target: ScriptTarget.ES2022, esModuleInterop: true, sourceMap: true }, { exts: [".ts"] });
}

function isWritable(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
