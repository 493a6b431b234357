import { execFile, spawnSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { changedSteps, driftOf, type EngineEvent } from "../../scripts/engine/engine-events";
import { parseFault } from "../../scripts/rehearsal/fault-argument";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { wrongOutputs } from "../../scripts/rehearsal/outputs-check";
import { secretSightings } from "../../scripts/rehearsal/secret-sightings";
import { captureState, type StateCapture } from "../../scripts/rehearsal/state-capture";
import { endRehearsal, problemsOf, rehearse, smallStack } from "../support/rehearsal";

jest.setTimeout(120_000);

/** Faults whose occasion never comes, or not as often. */
const faults = ["never-boots:worker-1@9", "pulumi-killed:worker-1/nothing of the kind"].map(parseFault);
const FILES = {
  server: "/etc/rancher/rke2/token",
  agent: "/etc/rancher/rke2/agent-token",
  hostKey: "/etc/ssh/ssh_host_ed25519_key",
} as const;

let rehearsal: Rehearsal;
let state: StateCapture;
/** As they lie on the first server, not as anybody derives them. */
let secrets: Record<keyof typeof FILES, string>;
beforeAll(async () => {
  const password = '{ secure: "v1:b2YtaXRzLW93bmVy:b2Ygbm9ib2R5IGFuZCBub3RoaW5nIGF0IGFsbCwgcmVhbGx5" }';
  rehearsal = await rehearse("small", `${smallStack()}  homelab:consolePasswordHash: ${password}\n`, faults);
});
afterAll(() => endRehearsal(rehearsal));

const sightings = () => secretSightings(rehearsal, state).map(({ what }) => what);

function onServer(file: string): string {
  const text = rehearsal.simulation.machines.machine("server-1")?.file(file);
  if (text === undefined) throw new Error(`server-1 has no ${file}`);
  return text.trim().replace(/^.*:/, "");
}

test("one server and one worker come up, with no warnings but the plan's", async () => {
  const up = await rehearsal.up();
  expect(problemsOf(up)).toEqual([]);
  const warnings = up.result.events.flatMap(({ diagnosticEvent: said }) =>
    said?.severity === "warning" ? [said.message] : [],
  );
  const { warnings: expected } = rehearsal.plan;
  expect(warnings.filter((text) => !expected.some((known) => text.includes(known)))).toEqual([]);
  expect(warnings.length).toBeGreaterThan(0);
  state = await captureState(rehearsal.pulumi);
  const { server, agent, hostKey } = FILES;
  secrets = { server: onServer(server), agent: onServer(agent), hostKey: onServer(hostKey) };
});

test("the outputs are what a user needs: a secret kubeconfig that points at the VIP", () => {
  expect(wrongOutputs(state, rehearsal.plan)).toEqual([]);
});

test("a stack with a console password shows none of its secrets, and the password reaches the machines", () => {
  expect(sightings()).toEqual([]);
  const hash = rehearsal.stackSecrets.consolePasswordHash ?? "(none)";
  expect(rehearsal.simulation.machines.machine("worker-1")?.file("/etc/shadow")).toContain(hash);
});

test("a second preview shows no change", async () => {
  const preview = await rehearsal.preview();
  expect(problemsOf(preview)).toEqual([]);
  expect(changedSteps(preview.result.events)).toEqual([]);
});

test("a refresh finds no drift", async () => {
  const refresh = await rehearsal.refresh({ previewOnly: true });
  expect(problemsOf(refresh)).toEqual([]);
  expect(driftOf(refresh.result.events)).toEqual([]);
});

test("pulumi preview by hand works with the variables that npm run toolchain -- env prints", async () => {
  const { cwd, env, stack } = rehearsal.pulumi.settings;
  const root = join(__dirname, "..", "..");
  const exports = spawnSync("npm", ["run", "-s", "toolchain", "--", "env"], { cwd: root, encoding: "utf8" });
  const script = `${exports.stdout}\npulumi preview --non-interactive --stack ${stack}`;
  // Not in one go: the host that it asks lives in this process.
  const preview = await promisify(execFile)("/bin/sh", ["-c", script], { cwd, env: { ...env, PULUMI_HOME: "" } });
  expect(preview.stderr).toBe("");
  expect(preview.stdout).toContain("unchanged");
});

test("destroy leaves nothing on the host, and no invariant was violated on the way", async () => {
  expect(problemsOf(await rehearsal.destroy())).toEqual([]);
  expect(rehearsal.simulation.proxmox.leftovers()).toEqual([]);
  expect(rehearsal.invariants.findings().violations).toEqual([]);
  expect(rehearsal.caught).toEqual([]);
});

test("faults that never struck are reported, with how close they came", () => {
  expect(rehearsal.faultsThatNeverStruck).toEqual([
    "the fault never-boots:worker-1@9 never happened: only 1 occasion(s) for it, not 9",
    "the fault pulumi-killed:worker-1/nothing of the kind@1 never happened: no occasion for it",
  ]);
});

// The last ones: what they do would violate an invariant.
test.each(["server", "agent"] as const)("the %s token in process arguments is caught", (kind) => {
  const command = `rke2 ${kind} --token ${secrets[kind]}`;
  const argv = [command.split(" ")];
  const ended = { kind: "command", machine: "server-1", user: "ops", phase: "end", exitCode: 0 } as const;
  rehearsal.simulation.context.events.emit({ ...ended, command: "sh -s", argv });
  expect(sightings()).toContain(`secret rke2 ${kind} token is readable in process arguments of server-1`);
});

test("a host key in a logged event is caught, however JSON escapes its lines", () => {
  const { events } = rehearsal.phases[0]?.result ?? { events: [] };
  (events as EngineEvent[]).push({ diagnosticEvent: { message: `key ${secrets.hostKey}\n`, severity: "info" } });
  expect(sightings()).toContainEqual(
    expect.stringMatching(/^secret \S+host-key\S+ is readable in the event log of up$/),
  );
});

test("the server token in the engine's output is caught, and so is the console password's hash", () => {
  const { logFile } = rehearsal.phases[0] ?? { logFile: "" };
  appendFileSync(logFile, `joining with ${secrets.server}\n`);
  appendFileSync(logFile, `password ${rehearsal.stackSecrets.consolePasswordHash}\n`);
  expect(sightings()).toEqual(
    expect.arrayContaining([
      "secret rke2 server token is readable in the log of up",
      "secret consolePasswordHash is readable in the log of up",
    ]),
  );
});
