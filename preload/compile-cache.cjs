"use strict";
const { enableCompileCache } = require("node:module");
const { join } = require("node:path");
const { cacheFolder } = require("./cache-folder.cjs");

/** Keeps what V8 made of every module for the next start, where Node can (22.1 and newer). */
exports.keepCompiledCode = () => enableCompileCache?.(join(cacheFolder, "v8"));
