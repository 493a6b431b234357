#!/usr/bin/env node
// Plain JavaScript, because nothing reads TypeScript before this line.
"use strict";
const { dirname } = require("node:path");

require("ts-node").register({
  swc: true,
  cwd: __dirname,
  skipProject: true,
  // Where npm installs it is below node_modules, which ts-node passes by; of what lies there it reads this package alone.
  skipIgnore: true,
  scope: true,
  scopeDir: dirname(__dirname),
  compilerOptions: { module: "commonjs", target: "es2022" },
});
require("../src/cli/main.ts")
  .main(process.argv.slice(2))
  .then(
    (status) => process.exit(status),
    (error) => {
      process.stderr.write(`${error.stack}\n`);
      process.exit(1);
    },
  );
