// Makes the bundle that bundle.cjs looks for; a process of its own, because esbuild works asynchronously and the program
// is loaded synchronously.
"use strict";
const { readdirSync, readFileSync, rmSync, statSync } = require("node:fs");
const { dirname, extname, join, relative } = require("node:path");
const { build } = require("esbuild");
const { placeOf, places } = require("./bundle.cjs");
const { keepFile } = require("./keep-file.cjs");

const { root, program, folder, filesOfLast, installed } = places;

/** What the bundle is made of, by its place in the checkout, as it was when it was read: a file may change meanwhile. */
const contents = new Map();

function read(file) {
  if (!contents.has(file)) contents.set(file, readFileSync(join(root, file)));
  return contents.get(file);
}

/** Whatever else of the checkout comes into the bundle. Files that are read at run time lie where they lay. */
const ownFiles = {
  name: "own-files",
  setup(build) {
    build.onLoad({ filter: /\.(ts|json)$/ }, ({ path }) => {
      const file = relative(root, path);
      if (file.startsWith("..") || file.includes("node_modules")) return undefined;
      const text = read(file).toString();
      if (extname(path) === ".json") return { loader: "json", contents: text };
      const place = `require("node:path").join(__dirname, ${JSON.stringify(dirname(file))})`;
      return { loader: "ts", contents: text.replace(/\b__dirname\b/g, () => place) };
    });
  },
};

async function makeBundle() {
  for (const file of [installed, "preload/bundle.cjs", "preload/make-bundle.cjs"]) read(file);
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [program],
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    keepNames: true,
    logLevel: "silent",
    // The SDK stays outside: what starts the program has loaded it, and there must be one of it.
    external: ["@pulumi/pulumi"],
    plugins: [ownFiles],
  });
  const files = [...contents.keys()].filter((file) => file !== installed).sort();
  const unread = Object.keys(metafile.inputs).filter((file) => !file.includes("node_modules/") && !contents.has(file));
  if (unread.length > 0) throw new Error(`not read by us: ${unread.join(", ")}`);
  keepFile(placeOf(files, read), outputFiles[0].text);
  keepFile(filesOfLast, JSON.stringify(files));
}

/** A bundle for each of the last few states of a checkout that is worked on. */
function removeOld() {
  const bundles = readdirSync(folder).filter((name) => name.endsWith(".js"));
  const age = (name) => -statSync(join(folder, name)).mtimeMs;
  for (const old of bundles.sort((a, b) => age(a) - age(b)).slice(8))
    for (const name of readdirSync(folder)) if (name.startsWith(old)) rmSync(join(folder, name), { force: true });
}

makeBundle().then(removeOld);
