// The program as one file, with everything it imports but the SDK itself, and what V8 made of it: its hundreds of modules
// are neither looked up nor compiled at every start (docs/decisions/0068-the-program-runs-from-a-bundle.md).
// Plain JavaScript, as all of preload/.
"use strict";
const { spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const { accessSync, constants, existsSync, mkdirSync, readFileSync } = require("node:fs");
const { dirname, join } = require("node:path");
const { Script } = require("node:vm");
const { cacheFolder } = require("./cache-folder.cjs");
const { keepFile, keptFile } = require("./keep-file.cjs");

const root = dirname(__dirname);
const program = join(root, "index.ts");
const folder = join(cacheFolder, "bundle");
/** Names the files of the last bundle that was made, relative to the checkout. */
const filesOfLast = join(folder, "files.json");
/** npm's own list of what it installed. */
const INSTALLED = "node_modules/.package-lock.json";
exports.places = { root, program, folder, filesOfLast, installed: INSTALLED };

/** Has this checkout's program read from its bundle; whatever stands in the way of that, it is read file by file. */
exports.bundleProgram = () => {
  const read = require.extensions[".ts"];
  require.extensions[".ts"] = (module, filename) => {
    const bundle = filename === program ? freshBundle() : undefined;
    if (bundle === undefined) read(module, filename);
    else run(bundle, module);
  };
};

/** The bundle of the program as its files are now, made when there is none. */
function freshBundle() {
  const bundle = existingBundle();
  if (bundle !== undefined || !canMake()) return bundle;
  // With a mistake in a file there is none, and reading that file tells what is wrong. What makes it needs no secrets.
  spawnSync(process.execPath, [join(__dirname, "make-bundle.cjs")], { stdio: "ignore", env: {} });
  return existingBundle();
}

/** What cannot be kept would be made at every start, and without npm's list nobody knows what is installed. */
function canMake() {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return existsSync(join(root, INSTALLED));
  } catch {
    return false;
  }
}

function existingBundle() {
  try {
    const files = JSON.parse(keptFile(filesOfLast).toString());
    const place = placeOf(files, (file) => readFileSync(join(root, file)));
    const code = keptFile(place);
    return code && { place, code: code.toString() };
  } catch {
    return undefined; // None was made yet, or a file of the last one is gone.
  }
}

/** Where the bundle of these files lies: its name is their content, so that an old one is never taken for theirs. */
function placeOf(files, read) {
  const hash = createHash("sha256");
  for (const file of [INSTALLED, ...files]) {
    const content = read(file);
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return join(folder, `${hash.digest("hex")}.js`);
}
exports.placeOf = placeOf;

/** As Node runs a module, in the place of the program's own file. */
function run({ place, code }, module) {
  const kept = `${place}.${process.version}-${process.arch}`;
  const cachedData = keptFile(kept);
  const wrapped = `(function (exports, require, module, __dirname) {${code}\n})`;
  const script = new Script(wrapped, { filename: join(folder, "program.js"), cachedData });
  // At the end it knows every function that was used.
  if (!cachedData || script.cachedDataRejected) process.on("exit", () => keepFile(kept, script.createCachedData()));
  script.runInThisContext()(module.exports, module.require.bind(module), module, root);
}
