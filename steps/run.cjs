// What every step is started with: `node steps/run.cjs <function>`, an order and a script on stdin. Why there is a program
// of ours between Pulumi and a machine: docs/decisions/0029-steps-bound-their-waits.md.
"use strict";
require("../preload/compile-cache.cjs").keepCompiledCode();
require("../preload/read-typescript.cjs").readTypeScript();
require("./main.ts").main();
