import { execFileSync } from "node:child_process";
import { join, parse } from "node:path";

// Node takes `x` for x.json before it looks for x.ts, and the bundle and jest take it for x.ts: one of them would read the wrong file.
test("no module has the name of another file beside it but for its extension", () => {
  const root = join(__dirname, "../..");
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  const modules = files.split("\n").filter((file) => /\.(ts|js|json)$/.test(file) && !file.endsWith(".d.ts"));
  const names = modules.map((file) => join(parse(file).dir, parse(file).name));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
