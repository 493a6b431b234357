import { readFileSync } from "node:fs";
import { join } from "node:path";
import { privilegesFor } from "../../rehearsal/derive-world/least-privileges";
import { everyLaw } from "../../rehearsal/laws";

const readme = readFileSync(join(__dirname, "..", "..", "README.md"), "utf8");

describe("the README", () => {
  it("asks for exactly the privileges that the rehearsal's token has", () => {
    const role = /pveum role add HomelabPulumi --privs "([^"]+)"/.exec(readme)?.[1] ?? "";
    expect(role.split(" ").sort()).toEqual([...privilegesFor("9.1.3")].sort());
  });

  it.each(everyLaw)("names the law $name", ({ sentence }) => {
    const plain = (text: string) =>
      text
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, " ")
        .trim();
    expect(plain(readme)).toContain(plain(sentence));
  });
});
