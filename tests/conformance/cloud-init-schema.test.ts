import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderVendorData } from "../../model/render/cloud-init";
import { asgardPlan } from "../support/plans";

const asgard = asgardPlan();
const secrets = {
  hostKeyPrivate: "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----\n",
  hostKeyPublic: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJM2JFPZpoKr0S1GHsFQGUMDZU4RRszhU29Kg1OXfqJa",
  consolePasswordHash: "$6$salt$hash",
};

/** What cloud-init's own check says of a document; it knows every key, and nothing of what the keys do. */
function check(document: string): { ok: boolean; words: string } {
  const folder = mkdtempSync(join(tmpdir(), "homelab-schema-"));
  try {
    writeFileSync(join(folder, "vendor-data"), document);
    const args = ["schema", "--config-file", join(folder, "vendor-data")];
    const { status, stdout, stderr, error } = spawnSync("cloud-init", args, { encoding: "utf8" });
    if (error) throw error;
    return { ok: status === 0, words: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("cloud-init's schema", () => {
  it.each(asgard.machines.map((machine) => ({ machine, name: machine.name })))(
    "accepts the document of $name",
    (given) => {
      const { ok, words } = check(renderVendorData(asgard, given.machine, secrets));
      expect([ok, words]).toEqual([true, expect.stringContaining("Valid cloud-config")]);
      expect(words).not.toMatch(/deprecat|warning/i);
    },
  );

  it.each([
    ["a mode that is a number", /permissions: .*/, "permissions: 0440", "permissions"],
    ["a key it does not know", "layout:", "layuot:", "layuot"],
    ["a switch that is a word", "disable_root: true", "disable_root: never", "disable_root"],
    ["text that is no YAML", "packages:", "packages: [", "not valid yaml"],
  ])("refuses %s", (_what, right, wrong, named) => {
    const [machine] = asgard.machines;
    if (!machine) throw new Error("asgard has no machine");
    const broken = renderVendorData(asgard, machine, secrets).replace(right, wrong);
    const { ok, words } = check(broken);
    expect([ok, words]).toEqual([false, expect.stringContaining(named)]);
  });
});
