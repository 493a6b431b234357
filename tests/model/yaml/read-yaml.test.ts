import { formatIssue } from "../../../model/errors";
import { readYaml } from "../../../model/yaml/read-yaml";

const read = (text: string) => readYaml(text, "Pulumi.test.yaml");
const messages = (text: string) => read(text).issues.map(formatIssue);

describe("a YAML text", () => {
  it("is read as every parser reads it", () => {
    const text = "config:\n  a: { n: 12, f: 1.25, t: true, e: 'x' }\n  b: [v1.34.1+rke2r1, 10.0.0.0/8]\n  c: \"012\"\n";
    expect(read(text)).toEqual({
      value: { config: { a: { n: 12, f: 1.25, t: true, e: "x" }, b: ["v1.34.1+rke2r1", "10.0.0.0/8"], c: "012" } },
      issues: [],
    });
  });

  it.each([
    ["an octal number", "01011", "write it as 1011 if it is a number"],
    ["a number in YAML 1.2's octal", "0o17", "in decimal digits"],
    ["a binary number", "0b1", "in decimal digits"],
    ["a hexadecimal number", "0x1F", "in decimal digits"],
    ["a number with underscores", "1_000", "write it as 1000"],
    ["an exponent", "1e3", "in decimal digits"],
    ["a sign that says nothing", "+5", "write it as 5"],
    ["minus nothing", "-0", "in decimal digits"],
    ["half a float", ".5", "in decimal digits"],
    ["more digits than a number holds", "12345678901234567890", "put it in quotes"],
    ["a sexagesimal number", "1:30", "put it in quotes"],
    ["a MAC address that is one", "52:54:00:12:34:56", "put it in quotes"],
    ["infinity", ".inf", "in decimal digits"],
    ["no number", ".NaN", "in decimal digits"],
    ["a yes", "yes", "write it as true or false"],
    ["an Off", "Off", "write it as true or false"],
    ["a boolean in odd case", "tRue", "write it as true"],
    ["nothing in odd case", "nULL", "put it in quotes"],
    ["a date", "2024-01-01", 'put it in quotes: "2024-01-01"'],
    ["a time", "2024-01-01T00:00:00Z", "put it in quotes"],
    ["a tag", "!!binary aGVsbG8=", "remove it"],
    ["a tag of its own", "!mine x", "remove it"],
    ["an escape that Go does not know", '"a\\/b"', "write / without"],
    ["text of two lines", "a\n      b", "write it in one line"],
    ["an alias without an anchor", "*router", "write the value out"],
    ["an alias of what it is in", "&a [*a]", "write the value out"],
  ])("is refused for %s", (_, scalar, remedy) => {
    const [message, ...others] = messages(`config:\n  homelab:os:\n    k: ${scalar}\n`);
    expect(message).toMatch(/^os\.k(\[0\])?: .+, got .+, must be YAML that all parsers read alike; /);
    expect(message).toContain(remedy);
    expect(others).toEqual([]);
  });

  it.each(["127", "true", "2024-01-01", "no", "~", "0x1F", "<<"])("is refused for the key %s without quotes", (key) => {
    expect(messages(`config:\n  ${key}: 1\n`)).toHaveLength(1);
    expect(messages(`config:\n  "${key}": 1\n`)).toHaveLength(key === "<<" ? 1 : 0);
  });

  it.each([
    ["a tab in front", "config:\n\ta: 1\n", "line 2"],
    ["a tab between words", "config:\n  a:\t1\n", "a tab between words), got line 2, column 5"],
    ["a directive", "%YAML 1.1\n---\nconfig: {}\n", "a directive), got line 1"],
    ["a second document", "config: {}\n---\na: b\n", "a second document), got line 2"],
    ["deep nesting", `a: ${"[".repeat(20_000)}${"]".repeat(20_000)}\n`, "nested deeper than 50"],
    ["NUL", 'a: "x\0"\n', "character U+0000 at line 1"],
    ["an escape sequence of terminals", "a: 1\nb: \u001b[31m\n", "character U+001B at line 2"],
    ["the line separator of Unicode", "a: b\u2028c\n", "character U+2028"],
    ["what is no UTF-8", "a: \ufffd\n", "character U+FFFD"],
    ["a key after a question mark", "? a\n: b\n", "a key after a question mark"],
    ["a pair in a list", "a: [b: c]\n", "a pair in a list"],
    ["a key without a value in braces", "a: {b:}\n", "a key without a value"],
    ["an open quote", "a: 'b''\nc: 'd'\n", "close the quotes"],
  ])("is refused for %s, and says where", (_, text, where) => {
    expect(messages(text)).toHaveLength(1);
    expect(messages(text)[0]).toContain(where);
  });

  it("may have a byte order mark, Windows line endings and aliases", () => {
    expect(read("\ufeffa: &x { k: 1 }\r\nb: *x\r\n")).toEqual({ value: { a: { k: 1 }, b: { k: 1 } }, issues: [] });
  });

  it("may expand to at most a thousand values through aliases", () => {
    const lines = Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]\n`);
    expect(messages(`a0: &a0 x\n${lines.join("")}`)).toEqual([
      expect.stringContaining("unfold to more than 1000 values"),
    ]);
  });

  it("reports every ambiguous value, once", () => {
    expect(
      messages("config:\n  homelab:a: [01, yes]\n  homelab:b: { c: 1_0, c: 2 }\n").map((line) => line.split(":")[0]),
    ).toEqual(["a[0]", "a[1]", "b.c", "b.c"]);
  });
});
