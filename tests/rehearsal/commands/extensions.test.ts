import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../support/run-command";

const pcTips = readFileSync(join(__dirname, "../../../Pulumi.pc-tips.yaml"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "homelab-extensions-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("an extension of Talos that the simulated factory lacks is named before anything starts", async () => {
  const file = join(folder, "Pulumi.lacking.yaml");
  const edited = pcTips.replace(/(extensions: \[)/, "$1siderolabs/iscsi-tool, siderolabs/newer-than-this, ");
  expect(edited).not.toBe(pcTips);
  writeFileSync(file, edited);
  const { status, err, out } = await runCommand("rehearse", [file]);
  expect(err).toContain("cannot tell whether the real one has them");
  expect(err).toContain("siderolabs/iscsi-tool, did you mean siderolabs/iscsi-tools?");
  expect(err).toContain("siderolabs/newer-than-this\n");
  expect(err).not.toContain("a real host would");
  expect({ status, out }).toEqual({ status: 1, out: "" });
});
