// Jest's own runtime compiles every module anew for every file of tests; this one compiles it once for each of jest's
// processes, and runs it again in the next file's context. Modules are as separate as before: only their code is shared.
"use strict";
const { Script } = require("node:vm");
const { default: Runtime } = require("jest-runtime");

/** The script of each file, and the text it was made of. */
const compiled = new Map();

/** As jest compiles a module. A real `import(…)` fails in both: tests run as CommonJS. */
function compileOnce({ environment, injectedModuleParameters }, compile, source, filename) {
  const context = environment.getVmContext();
  if (context === null) return compile(source, filename);
  if (compiled.get(filename)?.source !== source)
    compiled.set(filename, { source, script: scriptOf(injectedModuleParameters, source, filename) });
  const { script } = compiled.get(filename);
  // A syntax error is jest's to explain.
  return script === undefined ? compile(source, filename) : script.runInContext(context);
}

function scriptOf(parameters, source, filename) {
  const head = `(function (${parameters.join(", ")}) {`;
  try {
    return new Script(`${head}${source}\n})`, { filename, columnOffset: -head.length });
  } catch {
    return undefined;
  }
}

module.exports = class CompileOnce extends Runtime {
  constructor(...args) {
    super(...args);
    const { executor } = this;
    const compile = executor.compile.bind(executor);
    executor.compile = (source, filename) => compileOnce(executor, compile, source, filename);
  }
};
module.exports.default = module.exports;
