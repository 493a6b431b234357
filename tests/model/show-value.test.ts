import fc from "fast-check";
import { ConfigError, formatIssue, type Issue, showValue } from "../../model/errors";

describe("a value in a message", () => {
  it.each([
    ["https://root:hunter2@10.10.10.10:8006/", "https://(not shown)@10.10.10.10:8006/"],
    ["https://root:hun/ter2@10.10.10.10:8006/", "https://(not shown)@10.10.10.10:8006/"],
    ["https://root:hun@ter2@nas/image.img", "https://(not shown)@nas/image.img"],
    ["root:hunter2@10.10.10.10:8006", "(not shown)@10.10.10.10:8006"],
    ["https://nas/image.img?X-Amz-Signature=hunter2", "https://nas/image.img?(not shown)"],
    ["BC:24:11:00:00:01", "BC:24:11:00:00:01"],
    ["admin@example.net", "admin@example.net"],
    ["https://10.10.10.10:8006/", "https://10.10.10.10:8006/"],
  ])("%s is shown as %s", (value, shown) => expect(showValue(value)).toBe(JSON.stringify(shown)));

  it("never shows a password in a URL", () => {
    const word = fc.stringMatching(/^[\w.!$&'()*+,;=:@/-]{1,20}$/).map((text) => `hunter2${text}`);
    fc.assert(
      fc.property(word, fc.constantFrom("https", "http", "socks5"), (password, scheme) => {
        expect(showValue(`${scheme}://root:${password}@10.10.10.10:8006/`)).not.toContain("hunter2");
      }),
    );
  });
});

describe("a message", () => {
  const issue = (text: string): Issue => ({ path: text, problem: text, got: text, allowed: text, remedy: text });

  it("truncates overlong values, and says that it did", () => {
    const line = formatIssue(issue("x".repeat(1_000_000)));
    expect(line.length).toBeLessThan(2000);
    expect(line.match(/xxx\.\.\./g)).toHaveLength(5);
    expect(showValue("x".repeat(1_000_000))).toBe(`"${"x".repeat(56)}..."`);
  });

  it("truncates nothing else", () => {
    expect(formatIssue(issue("short"))).toBe("short: short, got short, short; short");
    expect(showValue("x".repeat(58))).toBe(`"${"x".repeat(58)}"`);
  });

  it("is shown beside hundreds of another kind", () => {
    const many = Array.from({ length: 250 }, (_, n) => ({ ...issue("missing"), path: `nodes.worker-${n}.address` }));
    const one = { ...issue("malformed"), path: "cluster.vip" };
    const lines = new ConfigError([...many, one]).message.split("\n");
    expect(lines).toHaveLength(51);
    expect(lines.slice(-2)).toEqual(["and 201 more of the kind", formatIssue(one)]);
  });

  it("is reported once, however many rules find the same", () => {
    const error = new ConfigError([issue("a"), issue("b"), issue("a")]);
    expect(error.message.split("\n")).toEqual([formatIssue(issue("a")), formatIssue(issue("b"))]);
    expect(error.issues).toHaveLength(2);
  });

  it("is shown up to a hundred times, then counted", () => {
    const issues = Array.from({ length: 250 }, (_, n) => issue(`key${n}`));
    const lines = new ConfigError(issues).message.split("\n");
    expect(lines).toHaveLength(101);
    expect(lines.at(-1)).toBe("and 150 more");
  });
});
