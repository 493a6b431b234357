// Levels, cheapest first (docs/decisions/0003): a project each, so that `npm run check` runs only the quick ones.
const level = (name, folder = `tests/${name}`) => ({
  displayName: name,
  rootDir: __dirname,
  testMatch: [`<rootDir>/${folder}/**/*.test.ts`],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
  setupFiles: ["<rootDir>/tests/support/stack-trace-limit.ts"],
  globalSetup: "<rootDir>/tests/support/choose-seed.cjs",
  modulePathIgnorePatterns: ["<rootDir>/.rehearsal"],
});

module.exports = {
  // Long enough for the busiest machine; nothing here is proved by being quick.
  testTimeout: 30_000,
  projects: [
    level("model"),
    level("components"),
    level("simulator", "packages/pve-simulator/tests"),
    level("rehearsal"),
    level("toolchain"),
    level("engine"),
    level("conformance"),
  ],
};
