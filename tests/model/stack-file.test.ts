import { ConfigError } from "../../model/errors";
import { parseStackFile } from "../../model/load-stack-file";

function messageOf(source: string): string {
  try {
    parseStackFile(source, "Pulumi.test.yaml");
    return "";
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

describe("a stack file", () => {
  it("gives its sections without prefix, and the names of its secrets without their values", () => {
    const file = parseStackFile(
      "config:\n  homelab:os: { keyboard: fr }\n  homelab:proxmoxToken:\n    secure: AAAB\n  aws:region: eu\n",
      "Pulumi.test.yaml",
    );
    expect(file).toEqual({ raw: { os: { keyboard: "fr" } }, secrets: ["proxmoxToken"] });
  });

  it("fails when it is no YAML, and says where", () => {
    expect(messageOf("config:\n  homelab:os: [\n")).toMatch(/^Pulumi.test.yaml: not YAML \(.* at line 3, column 1\)/);
  });

  it("fails for every key said twice, wherever it is", () => {
    expect(messageOf("config:\n  homelab:os: { keyboard: fr, keyboard: us }\n  homelab:os: {}\n").split("\n")).toEqual([
      "os: duplicate key, got it twice, allowed is once in a map; remove or rename one of the two",
      "os.keyboard: duplicate key, got it twice, allowed is once in a map; remove or rename one of the two",
    ]);
  });

  it("fails when it is empty", () => {
    expect(messageOf("")).toContain("no configuration in it");
  });

  it("never shows a secret that is in plain text", () => {
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
