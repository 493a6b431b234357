// `@pulumi/pulumi/runtime` in the program's bundle, as sdk.cjs.
"use strict";
const { exportAll, exportLater } = require("./exports.cjs");

exportAll(exports, [
  require("@pulumi/pulumi/runtime/config"),
  require("@pulumi/pulumi/runtime/invoke"),
  require("@pulumi/pulumi/runtime/resource"),
  require("@pulumi/pulumi/runtime/rpc"),
  require("@pulumi/pulumi/runtime/settings"),
  require("@pulumi/pulumi/runtime/stack"),
]);
exportLater(exports, {
  serializeFunctionAsync: () => require("@pulumi/pulumi/runtime/closure/serializeClosure").serializeFunctionAsync,
  serializeFunction: () => require("@pulumi/pulumi/runtime/closure/serializeClosure").serializeFunction,
  computeCodePaths: () => require("@pulumi/pulumi/runtime/closure/codePaths").computeCodePaths,
  setMocks: () => require("@pulumi/pulumi/runtime/mocks").setMocks,
});
