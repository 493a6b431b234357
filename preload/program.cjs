// What Node loads before the program: `nodeargs` in Pulumi.yaml. Why: docs/decisions/0015-what-runs-before-the-program.md.
"use strict";
require("./compile-cache.cjs").keepCompiledCode();
require("./read-typescript.cjs").readTypeScript();
require("./lighten.ts").lighten();
