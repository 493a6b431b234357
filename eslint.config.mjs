import tseslint from "typescript-eslint";

// The direction of imports (CONTRIBUTING.md): model <- os <- distributions <- stack <- components <- index.ts;
// stack, pve-simulator <- rehearsal <- scripts.
const forbid = (files, patterns) => ({
  files,
  rules: {
    "no-restricted-imports": ["error", { patterns: patterns.map(([group, message]) => ({ group, message })) }],
  },
});
const noPulumi = [["@pulumi/*", "@muhlba91/*"], "only components and scripts know Pulumi"];
const insides = [
  ["**/packages/pve-simulator/**", "pve-simulator/src/**"],
  "only what pve-simulator exports (packages/pve-simulator/index.ts)",
];
const theProgram = ["components", "model", "preload", "rehearsal", "scripts", "stack", "steps", "toolchain"].map(
  (it) => `**/../${it}/**`,
);
const oneWay = "imports go one way: see CONTRIBUTING.md";
const noUpward = [["**/components/**", "**/rehearsal/**", "**/scripts/**"], oneWay];
const noneOf = (...folders) => [folders.map((folder) => `**/${folder}/**`), oneWay];

export default tseslint.config(
  { ignores: ["node_modules/", ".rehearsal/", ".charts/", "toolchain/go/", "**/*.mjs", "**/*.cjs", "jest.config.js"] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      eqeqeq: "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "ObjectExpression > SpreadElement > ObjectExpression",
          message: "a spread of a literal only outwits the formatter: write its properties",
        },
      ],
    },
  },
  forbid(["model/**/*.ts"], [noPulumi, noUpward, noneOf("os", "distributions", "stack")]),
  // The later entry counts: components are the part of a distribution that knows Pulumi.
  forbid(["distributions/**/*.ts"], [noPulumi, noUpward, noneOf("stack")]),
  forbid(["os/**/*.ts"], [noPulumi, noUpward, noneOf("distributions", "stack")]),
  forbid(["stack/**/*.ts"], [noPulumi, noUpward]),
  forbid(
    ["distributions/components/*.ts", "distributions/*/components/**/*.ts"],
    [[["../../../components/**", "**/rehearsal/**", "**/scripts/**", "**/stack/**"], oneWay]],
  ),
  forbid(["components/**/*.ts"], [[["**/rehearsal/**", "**/scripts/**", "**/toolchain/**"], oneWay]]),
  forbid(["steps/**/*.ts"], [noPulumi, noUpward]),
  forbid(["rehearsal/**/*.ts"], [noPulumi, insides, [["**/components/**", "**/scripts/**"], oneWay]]),
  forbid(["scripts/**/*.ts"], [insides]),
  forbid(["packages/pve-simulator/**/*.ts"], [noPulumi]),
  {
    files: ["tests/**/*.ts", "packages/*/tests/**/*.ts"],
    rules: { "@typescript-eslint/no-unsafe-assignment": "off", "@typescript-eslint/require-await": "off" },
  },
);
