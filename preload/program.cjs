// What Node loads before the program: `nodeargs` in Pulumi.yaml. Why: docs/decisions/0015-what-runs-before-the-program.md.
"use strict";
require("./compile-cache.cjs").keepCompiledCode();
const { nameOwnLines, readTypeScript } = require("./read-typescript.cjs");
readTypeScript();
nameOwnLines();
// `--stack-trace-limit=0` in `nodeargs` spares the SDK a stack for every output; whoever looks for a fault wants them.
// So do they want the program's own lines in them, which a bundle has not.
if (process.env["HOMELAB_DEBUG"]) Error.stackTraceLimit = 30;
else require("./bundle.cjs").bundleProgram();
