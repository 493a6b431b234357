import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { agreement, compare } from "../evidence/compare";
import { componentInterfaces } from "../evidence/component-interfaces";
import type { Evidence } from "../evidence/evidence";
import { scriptInterfaces } from "../evidence/scripts";
import { ofComponents, ofDocuments, ofScripts } from "../evidence/table";

const root = join(__dirname, "../..");
const known = [...ofScripts, ...ofDocuments, ...ofComponents].flatMap(({ evidence, what }) =>
  what.map((one) => ({ one, evidence })),
);

// Documents are compared in tests/components/evidence.test.ts.
describe("the table of evidence", () => {
  it("has what the scripts use, and nothing more: commands, paths, addresses, answers they tell apart", () => {
    expect(compare(scriptInterfaces(), ofScripts)).toEqual(agreement);
  });

  it("has what the components use, and nothing more: classes of providers, what is asked of Proxmox VE, words that are looked for", () => {
    expect(compare(componentInterfaces(), ofComponents)).toEqual(agreement);
  });

  it("has evidence for all of it", () => {
    expect(known.filter(({ evidence }) => evidence.kind === "none").map(({ one }) => one)).toEqual([]);
  });

  it("names tests that exist", () => {
    const named = known.map(({ evidence }) => evidence).filter((evidence) => evidence.kind === "ran");
    expect(named.filter((evidence) => !exists(evidence)).map(({ file, test }) => `${file}: ${test}`)).toEqual([]);
  });

  it("says how much of it ran for real", () => {
    const count = (kind: Evidence["kind"]) => known.filter(({ evidence }) => evidence.kind === kind).length;
    process.stderr.write(
      `evidence: ${known.length} interfaces, ${count("ran")} ran for real, ${count("source")} by source, ${count("none")} none\n`,
    );
    expect(count("ran") / known.length).toBeGreaterThanOrEqual(0.6);
  });
});

function exists({ file, test }: Extract<Evidence, { kind: "ran" }>): boolean {
  const path = join(root, file);
  return existsSync(path) && readFileSync(path, "utf8").includes(`"${test}"`);
}
