import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError, formatIssue } from "../../model/errors";
import { parseStackFile } from "../../stack/load-stack-file";
import { checkStackFile } from "../../stack/parse";

/** Of the form that Pulumi's encrypted values have. */
const CIPHERTEXT = "v1:c2l4dGVlbmNoYXJz:bm90aGluZyB0aGF0IGFueWJvZHkgZW5jcnlwdGVk";

function messageOf(source: string): string {
  try {
    parseStackFile(source, "Pulumi.test.yaml");
    return "";
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

/** Everything that is wrong with a text, in shape and in rules. */
function checked(text: string): string[] {
  const result = checkStackFile(text, "Pulumi.test.yaml");
  return "issues" in result ? result.issues.map(formatIssue) : [];
}

describe("a stack file", () => {
  it("yields its sections without prefix, and the names of its secrets without their values", () => {
    const file = parseStackFile(
      `config:\n  homelab:os: { keyboard: fr }\n  homelab:proxmoxToken:\n    secure: ${CIPHERTEXT}\n  aws:region: eu\n`,
      "Pulumi.test.yaml",
    );
    expect(file).toEqual({ raw: { os: { keyboard: "fr" } }, secrets: ["proxmoxToken"] });
  });

  it("fails when it is not YAML, and says where", () => {
    expect(messageOf("config:\n  homelab:os: [\n")).toMatch(
      /^Pulumi.test.yaml: not YAML as every reader has it \(.*\), got line 3, column 1/,
    );
  });

  it("fails for every duplicate key, at any depth", () => {
    expect(messageOf("config:\n  homelab:os: { keyboard: fr, keyboard: us }\n  homelab:os: {}\n").split("\n")).toEqual([
      "os.keyboard: duplicate key, got it twice, must be once in a map; remove or rename one of the two",
      "os: duplicate key, got it twice, must be once in a map; remove or rename one of the two",
    ]);
  });

  it("fails when it is empty", () => {
    expect(messageOf("")).toContain("no configuration in it");
  });

  it("never shows a plain-text secret", () => {
    const message = messageOf("config:\n  homelab:sshPrivateKey: hunter2\n");
    expect(message).toContain("sshPrivateKey: secret in plain text");
    expect(message).not.toContain("hunter2");
  });

  it("fails for an encrypted value deep inside a section", () => {
    expect(messageOf("config:\n  homelab:access: { authorizedKeys: [{ secure: AAAB }] }\n")).toContain(
      "access.authorizedKeys[0]: encrypted value inside a section",
    );
  });
});

describe("a stack file of a megabyte", () => {
  const size = 1_000_000;
  const node = (n: number) => `    n${n}: { rol: worker, vmid: ${n}, adress: x }\n`;
  it.each([
    ["a value", `config:\n  homelab:os: { timezone: "${"x".repeat(size)}" }\n`, /^os.timezone: longer than 20000 /],
    ["keys", `config:\n${Array.from({ length: 10_000 }, (_, n) => `  homelab:k${n}: 1\n`).join("")}`, /unknown key/],
    ["nodes", `config:\n  homelab:nodes:\n${Array.from({ length: 3000 }, (_, n) => node(n)).join("")}`, /unknown key/],
  ])("of %s is refused cheaply", (_, text, message) => {
    const before = process.cpuUsage();
    expect(checked(text).join("\n")).toMatch(message);
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(5);
  });
});

describe("a key in the wrong place of a stack file", () => {
  const asgard = readFileSync(join(__dirname, "../../Pulumi.asgard.yaml"), "utf8");
  it.each([
    ["outside config", "homelab:vms: {}\n", /^homelab:vms: outside config, .*write it as homelab:vms under config/],
    [
      "beside Pulumi's own keys",
      "encryptionsallt: x\n",
      /^encryptionsallt: outside config, .*did you mean "encryptionsalt"/,
    ],
    [
      "from Pulumi's service",
      "environment: [prod]\n",
      /^environment: values from Pulumi's service.*, got a list of 1, /,
    ],
    ["without its prefix", "  vms: {}\n", /^vms: without its prefix, .*write it as homelab:vms/],
    ["with a misspelt prefix", "  homlab:vms: {}\n", /^homlab:vms: with a misspelt prefix, .*write it as homelab:vms/],
    ["with a prefix in capitals", "  Homelab:gpus: {}\n", /^Homelab:gpus: with a misspelt prefix/],
    ["with another's prefix", "  house:nodes: {}\n", /^house:nodes: with the prefix of another program/],
    [
      "in Pulumi's oldest form",
      "  homelab:config:os: {}\n",
      /^config:os: a name of two parts|^homelab:config:os: a name of two parts/,
    ],
    ["under a name the language has", "  homelab:__proto__: {}\n", /^__proto__: a word of the program's own language/],
    ["under a name of a method", "  homelab:constructor: {}\n", /^constructor: a word of the program's own language/],
    [
      "as a secret with a misspelt name",
      "  homelab:proxmoxtoken: hunter2\n",
      /^proxmoxtoken: unknown key, .*"proxmoxToken"/,
    ],
    [
      "as a secret that nobody encrypted",
      "  homelab:proxmoxToken: { secure: hello }\n",
      /^proxmoxToken: not an encrypted value/,
    ],
    ["as an empty secret", '  homelab:proxmoxToken: { secure: "" }\n', /^proxmoxToken: empty secret/],
  ])("is reported: %s", (_, line, message) => {
    const text = line.startsWith(" ") ? asgard.replace("config:\n", `config:\n${line}`) : `${asgard}${line}`;
    const found = checked(text);
    expect(found).toEqual([expect.stringMatching(message)]);
    expect(found.join()).not.toContain("hunter2");
  });

  it("is not one that providers and Pulumi keep there", () => {
    expect(checked(`${asgard}environment: []\n`)).toEqual([]);
    expect(
      checked(asgard.replace("config:\n", "config:\n  kubernetes:cluster: a\n  aws:region: eu\n  pulumi:tags: {}\n")),
    ).toEqual([]);
  });

  it("is reported together with schema errors and violated rules", () => {
    const broken = `${asgard}homelab:os: {}\n`
      .replace("vmId: 1011,", "vmId: 01011,")
      .replace("address: 10.10.10.112", "address: 10.10.10.1120")
      .replace("vip: 10.10.10.100", "vip: 10.10.20.1");
    expect(checked(broken).map((line) => line.split(": ")[0])).toEqual([
      "nodes.valaskjalf-worker-1.vmId",
      "homelab:os",
      "nodes.valaskjalf-worker-2.address",
      "cluster.vip",
    ]);
  });
});
