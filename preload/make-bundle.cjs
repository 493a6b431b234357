// Makes the bundle that bundle.cjs looks for; a process of its own, because esbuild works asynchronously and the program
// is loaded synchronously.
"use strict";
const { readdirSync, readFileSync, rmSync, statSync } = require("node:fs");
const { dirname, join, relative } = require("node:path");
const { build } = require("esbuild");
const { bundleOf, places } = require("./bundle.cjs");
const { keepFile } = require("./keep-file.cjs");

const { root, program, folder, filesOfLast } = places;
/** What stands for the SDK's two large entry points: the same modules, loaded when they are used. */
const entries = { "@pulumi/pulumi": "sdk.cjs", "@pulumi/pulumi/runtime": "sdk-runtime.cjs" };

/** The SDK stays outside: what starts the program has loaded it, and there must be one of it. */
const sdk = {
  name: "sdk",
  setup(build) {
    build.onResolve({ filter: /^@pulumi\/pulumi(\/|$)/ }, ({ path }) =>
      Object.hasOwn(entries, path) ? { path: join(__dirname, entries[path]) } : { path, external: true },
    );
  },
};

/** Files that are read at run time lie where they lay. */
const ownFolders = {
  name: "own-folders",
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const place = `require("node:path").join(__dirname, ${JSON.stringify(relative(root, dirname(path)))})`;
      return { loader: "ts", contents: text.replace(/\b__dirname\b/g, () => place) };
    });
  },
};

async function makeBundle() {
  const { outputFiles, metafile } = await build({
    ...{ absWorkingDir: root, entryPoints: [program], bundle: true, write: false, metafile: true },
    ...{ platform: "node", format: "cjs", target: "node20", keepNames: true, logLevel: "silent" },
    plugins: [sdk, ownFolders],
  });
  const own = Object.keys(metafile.inputs).filter((file) => !file.includes("node_modules/"));
  const files = [...own, "preload/bundle.cjs", "preload/make-bundle.cjs"].sort();
  keepFile(bundleOf(files), outputFiles[0].text);
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
