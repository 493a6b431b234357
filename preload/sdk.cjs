// `@pulumi/pulumi` in the program's bundle: the modules that the SDK's own entry point exports, those that the program has
// no use for loaded when somebody asks for them. The SDK's loads TypeScript and a package manager at once.
"use strict";
const { exportAll, exportLater } = require("./exports.cjs");

exportAll(exports, [
  require("@pulumi/pulumi/config"),
  require("@pulumi/pulumi/errors"),
  require("@pulumi/pulumi/metadata"),
  require("@pulumi/pulumi/output"),
  require("@pulumi/pulumi/resource"),
  require("@pulumi/pulumi/stackReference"),
  require("@pulumi/pulumi/stash"),
]);
exportLater(exports, {
  asset: () => require("@pulumi/pulumi/asset"),
  automation: () => require("@pulumi/pulumi/automation"),
  dynamic: () => require("@pulumi/pulumi/dynamic"),
  iterable: () => require("@pulumi/pulumi/iterable"),
  log: () => require("@pulumi/pulumi/log"),
  provider: () => require("@pulumi/pulumi/provider"),
  runtime: () => require("@pulumi/pulumi/runtime"),
  utils: () => require("@pulumi/pulumi/utils"),
});
exports.deploymentOnlyModule = true;
