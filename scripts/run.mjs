// The one entry of every npm script: checks Node, installs what package-lock.json names, then runs scripts/<name>.ts.
// Plain JavaScript without dependencies, because it runs before there are any.
import { spawnSync } from "node:child_process";
import { lstatSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const require = createRequire(import.meta.url);

/** What can be run, in the order a newcomer meets it. */
const commands = {
  rehearse: ["scripts/rehearse.ts", "npm start            the life cycle of a stack on a simulated host"],
  plan: ["scripts/plan.ts", "npm run plan         what a stack file would build, in a second"],
  up: ["scripts/up.ts", "npm run up           build or change a stack on its real host"],
  destroy: ["scripts/destroy.ts", "npm run destroy      destroy a stack, after asking"],
  toolchain: ["scripts/toolchain.ts", "npm run toolchain    where pulumi and its plugins come from"],
  test: ["scripts/test.ts", "npm test             every level of tests"],
  conformance: [
    "scripts/conformance.ts",
    "npm run test:conformance   check rendered documents with the programs that read them",
  ],
  check: ["scripts/check.ts", "npm run check        format, lint, types and the quick tests"],
  bench: ["scripts/bench.ts", "npm run bench        the numbers this project promises, measured"],
};

function fail(message, status = 1) {
  process.stderr.write(`${message}\n`);
  process.exit(status);
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 18)) return;
  fail(`Node ${process.versions.node} is too old: 20.18 or newer is needed, 24 is best (see .nvmrc)`);
}

/** Whether node_modules holds exactly what the lock file says; npm keeps its own copy of the lock there. */
function dependenciesAreInstalled() {
  const want = packagesIn(join(root, "package-lock.json"));
  if (want === undefined)
    fail(`${join(root, "package-lock.json")}: missing; restore it: git checkout package-lock.json`);
  const have = packagesIn(join(root, "node_modules", ".package-lock.json"));
  if (have === undefined) return false;
  return Object.entries(want).every(
    ([path, entry]) => path === "" || entry.optional || (have[path] && have[path].integrity === entry.integrity),
  );
}

/** Undefined for a file that is not there or not whole: a full disk leaves such. */
function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/** npm ci empties the folder first: behind a link that is another checkout's. */
function refuseLink(folder) {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  const target = realpathSync(folder);
  fail(
    `${folder}: a link to ${target}, which has other packages than package-lock.json; run npm ci there, or remove the link`,
  );
}

function installDependencies() {
  if (dependenciesAreInstalled()) return;
  refuseLink(join(root, "node_modules"));
  process.stderr.write(
    "Installing dependencies from package-lock.json (npm ci, about half a minute the first time) …\n",
  );
  const began = Date.now();
  const npm = process.env.npm_execpath;
  const [file, first] = npm ? [process.execPath, [npm]] : ["npm", []];
  // The pulumi SDK asks for Node 22 and works on 20: that warning would only worry. No dependency needs its install
  // script: they compile what has a fallback, or fetch plugins. The lock file's sums make npm's cache as good as new.
  const flags = ["--loglevel=error", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"];
  const done = spawnSync(file, [...first, "ci", ...flags], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (done.status !== 0)
    fail("npm ci failed: see its message above; this needs a package registry or a warm npm cache");
  process.stderr.write(`Dependencies installed in ${Math.round((Date.now() - began) / 1000)} s.\n`);
}

/** Lets `require` read TypeScript, and start sooner the next time. */
function readTypeScript() {
  require("../preload/compile-cache.cjs").keepCompiledCode();
  process.setSourceMapsEnabled(true);
  require("../preload/read-typescript.cjs").readTypeScript();
}

/** Runs the command in this process, so that arguments, signals and exit status need no passing on. */
async function run(name, args) {
  const file = join(root, commands[name][0]);
  process.argv = [process.argv[0], file, ...args];
  require("./cli/end-at-once.ts").endWhenInterrupted();
  try {
    process.exitCode = await require(file).main(args);
  } catch (error) {
    fail(error?.stack ?? String(error));
  }
}

const [name, ...args] = process.argv.slice(2);
const list = Object.values(commands).map(([, line]) => `  ${line}`);
const overview = `Every command has --help.\n${list.join("\n")}`;
if (["--help", "-h", "help"].includes(name)) {
  process.stdout.write(`${overview}\n`);
  process.exit(0);
}
if (name === undefined || !Object.hasOwn(commands, name)) {
  fail(`${name === undefined ? "no command given" : `unknown command "${name}"`}; there are:\n${overview}`, 2);
}
checkNode();
installDependencies();
readTypeScript();
await run(name, args);
