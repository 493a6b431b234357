// Levels, cheapest first (docs/decisions/0003): a project each, so that `npm run check` runs only the quick ones.
const level = (name, { folder = `tests/${name}`, ...extra } = {}) => ({
  displayName: name,
  rootDir: __dirname,
  // With all that is kept of this checkout, instead of among everybody's temporary files.
  cacheDirectory: "<rootDir>/node_modules/.cache/jest",
  testMatch: [`<rootDir>/${folder}/**/*.test.ts`],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
  runtime: "<rootDir>/tests/support/compile-once.cjs",
  setupFiles: ["<rootDir>/tests/support/stack-trace-limit.ts"],
  globalSetup: "<rootDir>/tests/support/choose-seed.cjs",
  modulePathIgnorePatterns: ["<rootDir>/.rehearsal"],
  ...extra,
});

// The SDK loads these at once, for functions that become text, which no test makes: a file of tests waits 0.4 s for them.
const neverUsed = "<rootDir>/tests/support/never-used.cjs";
const sdkAlone = { "^typescript$": neverUsed, "^@npmcli/arborist$": neverUsed };

module.exports = {
  // Long enough for the busiest machine; nothing here is proved by being quick.
  testTimeout: 30_000,
  projects: [
    level("model"),
    level("components", { moduleNameMapper: sdkAlone }),
    level("simulator", { folder: "packages/pve-simulator/tests" }),
    level("rehearsal"),
    level("toolchain"),
    level("engine", { moduleNameMapper: sdkAlone }),
    level("conformance"),
  ],
};
