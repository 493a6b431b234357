import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stackFileInForce } from "../../components/stack-file-in-force";
import { formatIssue } from "../../model/errors";

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), "homelab-stack-"))));
afterEach(() => rmSync(root, { recursive: true }));

/** What the program makes of a file, given what the engine handed over. */
function inForce(text: string, handed: Record<string, unknown>) {
  writeFileSync(join(root, "Pulumi.test.yaml"), text);
  return stackFileInForce(root, "test", handed);
}

const messages = (text: string, handed: Record<string, unknown>) =>
  inForce(text, handed).file?.issues.map(formatIssue).join("\n");

describe("the stack file that the engine read", () => {
  it("is found by its content", () => {
    const { file, warning } = inForce("config:\n  homelab:os: { keyboard: fr }\n", { os: { keyboard: "fr" } });
    expect(file).toMatchObject({ raw: { os: { keyboard: "fr" } }, issues: [] });
    expect(warning).toBeUndefined();
  });

  it("is validated as written, even where the engine passed a number that looks right", () => {
    const text = "config:\n  homelab:os: { keyboard: fr }\n  homelab:nodes: { w: { vmId: 01011 } }\n";
    expect(messages(text, { os: { keyboard: "fr" }, nodes: { w: { vmId: 521 } } })).toContain("nodes.w.vmId: ");
  });

  it("is validated with the keys that Pulumi silently drops or accepts", () => {
    const text = "config:\n  homelab:os: {}\n  gpus: {}\nhomelab:nodes: {}\n";
    expect(messages(text, { os: {}, gpus: {} })).toMatch(/homelab:nodes: outside config[^]*gpus: without its prefix/);
  });

  it("with other content is a different one, and is reported", () => {
    const { file, warning } = inForce("config:\n  homelab:os: { keyboard: fr }\n", { os: { keyboard: "us" } });
    expect(file).toBeUndefined();
    expect(warning).toContain("differs from Pulumi.test.yaml");
  });

  it("that is missing is reported as a different one", () => {
    expect(stackFileInForce(root, "test", {}).warning).toContain("npm run plan");
    expect(stackFileInForce("", "test", {})).toEqual({});
  });
});
