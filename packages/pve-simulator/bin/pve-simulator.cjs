#!/usr/bin/env node
// Plain JavaScript, because nothing reads TypeScript before this line.
"use strict";
require("ts-node").register({
  swc: true,
  cwd: __dirname,
  skipProject: true,
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
