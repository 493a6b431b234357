"use strict";
const { join } = require("node:path");

/** For what is made of the sources and can be made again; in node_modules, because it is no source and goes with it. */
exports.cacheFolder = join(__dirname, "..", "node_modules", ".cache", "homelab");
