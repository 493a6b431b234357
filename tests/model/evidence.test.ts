import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { agreement, compare } from "../evidence/compare";
import { componentInterfaces } from "../evidence/component-interfaces";
import type { Evidence } from "../evidence/evidence";
import { scriptInterfaces } from "../evidence/scripts";
import { answersIn, fieldsInScript, nameInterfaces, unitsInCode, unitsInScript } from "../evidence/name-interfaces";
import { ofComponents, ofDocuments, ofNames, ofScripts } from "../evidence/table";

const root = join(__dirname, "../..");
const known = [...ofScripts, ...ofDocuments, ...ofComponents, ...ofNames].flatMap(({ evidence, what }) =>
  what.map((one) => ({ one, evidence })),
);

// Documents are compared in tests/components/evidence.test.ts.
describe("the table of evidence", () => {
  it("has exactly what the scripts use: commands, paths, addresses, answers they tell apart", () => {
    expect(compare(scriptInterfaces(), ofScripts)).toEqual(agreement);
  });

  it("has exactly what the components use: classes of providers, requests to Proxmox VE, messages that are matched", () => {
    expect(compare(componentInterfaces(), ofComponents)).toEqual(agreement);
  });

  it("has exactly the units, and fields of answers, that are used by name", () => {
    expect(compare(nameInterfaces(), ofNames)).toEqual(agreement);
  });

  it("has evidence for all of it", () => {
    expect(known.filter(({ evidence }) => evidence.kind === "none").map(({ one }) => one)).toEqual([]);
  });

  it("names tests that exist", () => {
    const named = known.map(({ evidence }) => evidence).filter((evidence) => evidence.kind === "ran");
    expect(named.filter((evidence) => !exists(evidence)).map(({ file, test }) => `${file}: ${test}`)).toEqual([]);
  });

  it("prints how much of it ran against the real program", () => {
    const count = (kind: Evidence["kind"]) => known.filter(({ evidence }) => evidence.kind === kind).length;
    process.stderr.write(
      `evidence: ${known.length} interfaces, ${count("ran")} ran for real, ${count("source")} by source, ${count("none")} none\n`,
    );
    expect(count("ran") / known.length).toBeGreaterThanOrEqual(0.6);
  });
});

describe("units and fields", () => {
  it.each([
    ["attempt 3 it systemctl is-active --quiet etcd && systemctl reload cron.service", ["unit: etcd", "unit: cron"]],
    ['OTHER_UNIT=nfs-server\nsystemctl stop "$OTHER_UNIT"', ["unit: nfs-server"]],
    ['say "$(journalctl -u chrony -n 5)" # systemctl stop nothing', ["unit: chrony"]],
  ])("are seen in %s", (script, seen) => {
    expect(unitsInScript(script.replace(/#.*/, ""))).toEqual(seen);
  });

  it("are seen in JSONPath, in JSON, and in YAML that awk reads", () => {
    expect(fieldsInScript("kubectl get node -o 'jsonpath={range .items[*]}{.status.phase}{end}'")).toEqual([
      "Kubernetes: .items[*]",
      "Kubernetes: .status.phase",
    ]);
    expect(fieldsInScript(`grep '"dbSize":"' | sed "s/\\"leader\\":1//"`)).toEqual(["etcd: dbSize", "etcd: leader"]);
    expect(fieldsInScript(`awk '$1 == "bus:" { print $2 }'`)).toEqual(["Talos: bus"]);
  });

  it("are seen in the types of what Proxmox VE answers, and in commands of cloud-init", () => {
    const code = "interface Row {\n  readonly uptime?: number;\n}\nawait client.get<readonly Row[]>(path);";
    expect(answersIn(code)).toEqual(["Proxmox VE: uptime"]);
    expect(answersIn("await this.get<{ pid: number }>(path)")).toEqual(["Proxmox VE: pid"]);
    expect(unitsInCode('["systemctl", "restart", "cron.service"]')).toEqual(["unit: cron"]);
  });
});

function exists({ file, test }: Extract<Evidence, { kind: "ran" }>): boolean {
  const path = join(root, file);
  return existsSync(path) && readFileSync(path, "utf8").includes(`"${test}"`);
}
