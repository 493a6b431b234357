import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Evidence } from "../evidence/evidence";
import { scriptInterfaces } from "../evidence/scripts";
import { table } from "../evidence/table";

const root = join(__dirname, "../..");
const used = [...scriptInterfaces().keys()];
const known = table.flatMap(({ evidence, what }) => what.map((one) => ({ one, evidence })));
const names = known.map(({ one }) => one);

describe("the table of evidence", () => {
  it("has every command, path, address and told-apart answer of the scripts", () => {
    expect(used.filter((one) => !names.includes(one))).toEqual([]);
  });

  it("has nothing that nobody uses any more, and nothing twice", () => {
    expect(names.filter((one) => !used.includes(one))).toEqual([]);
    expect(names.filter((one, index) => names.indexOf(one) !== index)).toEqual([]);
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
    expect(count("ran") / known.length).toBeGreaterThanOrEqual(0.35);
  });
});

function exists({ file, test }: Extract<Evidence, { kind: "ran" }>): boolean {
  const path = join(root, file);
  return existsSync(path) && readFileSync(path, "utf8").includes(`"${test}"`);
}
