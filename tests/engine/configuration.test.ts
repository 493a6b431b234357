import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { endRehearsal, problemsOf, rehearse, smallStack } from "../support/rehearsal";

jest.setTimeout(60_000);

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await rehearse("configuration", smallStack());
});
afterAll(() => endRehearsal(rehearsal));

test("every mistake is reported at once, without a request to the host", async () => {
  rehearsal.editStack((text) =>
    text
      .replace("address: 10.20.0.21", "address: 10.99.0.21")
      .replace("memoryMiB: 4096, diskGiB: 20", "memoryMib: 4096"),
  );
  const shape = await rehearsal.up();
  expect(shape.ok).toBe(false);
  const told = problemsOf(shape).join("\n");
  expect(told).toContain("memoryMib");
  expect(told).toContain("diskGiB");
  expect(rehearsal.simulation.proxmox.requests).toEqual([]);
});

test("violated rules are reported at once too", async () => {
  rehearsal.editStack(() =>
    smallStack().replace("address: 10.20.0.21", "address: 10.99.0.21").replace("vip: 10.20.0.100", "vip: 10.20.0.11"),
  );
  const rules = await rehearsal.up();
  const told = problemsOf(rules).join("\n");
  expect(told).toContain("nodes.worker-1.address");
  expect(told).toContain("10.20.0.11");
  expect(rehearsal.simulation.proxmox.requests).toEqual([]);
});

test("a number that the engine reads differently is refused, with what to write instead", async () => {
  rehearsal.editStack(smallStack);
  const { cwd } = rehearsal.pulumi.settings;
  const file = join(cwd, "Pulumi.configuration.yaml");
  const decimal = readFileSync(file, "utf8");
  writeFileSync(file, decimal.replace("vmId: 111,", "vmId: 0157,"));
  expect(readFileSync(file, "utf8")).not.toBe(decimal);
  const octal = await rehearsal.up();
  expect(octal.ok).toBe(false);
  expect(problemsOf(octal).join("\n")).toContain("nodes.worker-1.vmId");
  expect(problemsOf(octal).join("\n")).toContain("write it as 157 if it is a number");
  expect(rehearsal.simulation.proxmox.requests).toEqual([]);
});

test("a plain-text token is refused by the program itself, and shown nowhere", async () => {
  rehearsal.editStack(smallStack);
  const { cwd } = rehearsal.pulumi.settings;
  const file = join(cwd, "Pulumi.configuration.yaml");
  const encrypted = readFileSync(file, "utf8");
  const secret = "01234567-89ab-cdef-0123-456789abcdef";
  writeFileSync(
    file,
    encrypted.replace(/^( *homelab:proxmoxToken:)\s*(\{ )?secure: \S+( \})?$/m, `$1 pulumi@pve!homelab=${secret}`),
  );
  expect(readFileSync(file, "utf8")).not.toBe(encrypted);
  const plain = await rehearsal.preview();
  writeFileSync(file, encrypted);
  const told = problemsOf(plain).join("\n");
  expect(told).toMatch(/proxmoxToken: secret in plain text, got a value \(not shown\), .*change the secret and run/);
  expect(readFileSync(plain.logFile, "utf8") + JSON.stringify(plain.result)).not.toContain(secret);
  expect(rehearsal.simulation.proxmox.requests).toEqual([]);
});
