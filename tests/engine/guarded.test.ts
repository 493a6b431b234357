import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setUpTools, type Tools } from "../../scripts/toolchain-setup";
import { smallStack } from "../support/rehearsal";

jest.setTimeout(180_000);

const repository = join(__dirname, "..", "..");
const directory = join(repository, ".rehearsal", "engine", "guarded");
/** Set on a machine without namespaces to run the other tests anyway. */
const withoutNamespaces = process.env.HOMELAB_NO_NAMESPACES === "1";

let tools: Tools;
beforeAll(async () => {
  tools = await setUpTools();
  mkdirSync(directory, { recursive: true });
  if (withoutNamespaces || guarded(["true"]).status === 0) return;
  throw new Error(
    "this machine lets no user make a network namespace, so nothing can prove that a rehearsal dials nobody: " +
      "allow user namespaces, or set HOMELAB_NO_NAMESPACES=1 to go without that proof",
  );
});

/** Runs Node, or another command, where only loopback exists and the kernel counts what wants out. */
function guarded(command: readonly string[]) {
  const report = join(directory, "netguard.json");
  const env = { ...process.env, NETGUARD_REPORT: report, HOMELAB_NETGUARD: "1" };
  const { status, stdout, stderr } = spawnSync(tools.netguard, command, { cwd: repository, encoding: "utf8", env });
  const counted = status === 125 ? undefined : (JSON.parse(readFileSync(report, "utf8")) as { outNoRoutes: number });
  return { status, stdout, stderr, counted };
}

test("a complete rehearsal sends no packet off this machine", () => {
  if (withoutNamespaces) return;
  const stackFile = join(directory, "Pulumi.guarded.yaml");
  writeFileSync(stackFile, smallStack());
  const { status, stdout, stderr, counted } = guarded([
    process.execPath,
    "scripts/run.mjs",
    "rehearse",
    "--stack-file",
    stackFile,
    "--json",
    "--seed",
    "42",
  ]);
  expect(stderr).toContain("The guard is active");
  expect(stderr.match(/^Seed 42: run the same command with --seed 42/gm)).toHaveLength(1);
  expect({ status, counted }).toEqual({ status: 0, counted: { outNoRoutes: 0, isolated: true } });
  const report = JSON.parse(stdout) as { ok: boolean; invariants: { violations: unknown[] } };
  expect(report).toMatchObject({ ok: true, invariants: { violations: [] } });
  expect(readFileSync(join(repository, ".rehearsal", "guarded", "topology.svg"), "utf8")).toContain("<svg");
});

test("a connection attempt to the outside violates the invariant, although it reaches nobody", () => {
  if (withoutNamespaces) return;
  const program = join(__dirname, "programs", "dial-outside.ts");
  const { stdout, counted } = guarded([process.execPath, "-r", "ts-node/register", program]);
  expect(JSON.parse(stdout)).toEqual({ code: "ENETUNREACH", violations: ["nothing-dialled-outside"] });
  expect(counted?.outNoRoutes).toBeGreaterThan(0);
});
