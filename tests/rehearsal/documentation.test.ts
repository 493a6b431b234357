import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { privilegesFor } from "../../rehearsal/derive-simulation/least-privileges";
import { everyInvariant } from "../../rehearsal/invariants";
import { renderInvariantsPage } from "../../rehearsal/report/invariants-page";
import { DialInvariant } from "../../scripts/rehearsal/dial-invariant";

const file = (page: string) => join(__dirname, "..", "..", page);
const read = (page: string) => readFileSync(file(page), "utf8");

const pagesBelow = (folder: string) =>
  readdirSync(file(folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));

describe("the documentation", () => {
  it("begins with a README of at most 15 KB", () => {
    expect(Buffer.byteLength(read("README.md"))).toBeLessThanOrEqual(15 * 1024);
  });

  it("names no missing file", () => {
    const pages = ["README.md", "CONTRIBUTING.md", ...pagesBelow("docs")];
    const named = pages.flatMap((page) => [
      ...[...read(page).matchAll(/\]\((?!https?:)([^)#]+)(#[^)]*)?\)/g)].map(([, link = ""]) =>
        join(dirname(page), link),
      ),
      ...[...read(page).matchAll(/`((?:tests|model|components|rehearsal|scripts|docs|toolchain)\/[\w./-]+)`/g)].map(
        ([, path = ""]) => path,
      ),
    ]);
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter((path) => !existsSync(file(path)))).toEqual([]);
  });

  it("explains no message that no longer exists", () => {
    const cells = read("docs/troubleshooting.md").match(/^\| `[^|]+/gm) ?? [];
    const said = cells.flatMap((cell) =>
      [...cell.matchAll(/`([^`]{12,})`/g)].flatMap(([, text = ""]) => text.split("…")),
    );
    const folders = [
      "components",
      "distributions",
      "model",
      "packages/pve-simulator/src",
      "rehearsal",
      "scripts",
      "stack",
      "tests/conformance",
    ];
    const sources = folders.flatMap((folder) =>
      readdirSync(file(folder), { recursive: true, encoding: "utf8" })
        .filter((name) => /\.(ts|sh)$/.test(name))
        .map((name) => read(join(folder, name)).replaceAll(/[`"] \+\n\s*[`"]/g, "")),
    );
    expect(said.length).toBeGreaterThan(6);
    const gone = said
      .map((text) => text.trim().replace(/\d+.*$/, ""))
      .filter((text) => !sources.some((source) => source.includes(text)));
    expect(gone).toEqual([]);
  });

  it("lists exactly the privileges that the rehearsal's token has", () => {
    const page = read("docs/tasks/first-real-host.md");
    const role = /pveum role add HomelabPulumi --privs "([^"]+)"/.exec(page)?.[1] ?? "";
    expect(role.split(" ").sort()).toEqual([...privilegesFor("9.1.3")].sort());
  });

  it("has a page of every invariant (UPDATE_DOCS=1 npm run test:rehearsal writes it)", () => {
    const page = renderInvariantsPage([...everyInvariant, new DialInvariant().invariant]);
    if (process.env["UPDATE_DOCS"]) writeFileSync(file("docs/invariants.md"), page);
    expect(read("docs/invariants.md")).toBe(page);
  });
});
