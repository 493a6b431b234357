import { appendFileSync } from "node:fs";
import type { EngineEvent } from "../../scripts/engine/engine-events";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { secretSightings } from "../../scripts/rehearsal/secret-sightings";
import { captureState, type StateCapture } from "../../scripts/rehearsal/state-capture";
import { endRehearsal, problemsOf, rehearse, smallStack } from "../support/rehearsal";

jest.setTimeout(120_000);

let rehearsal: Rehearsal;
let state: StateCapture;
beforeAll(async () => {
  rehearsal = await rehearse(
    "secrets",
    `${smallStack()}  homelab:consolePasswordHash: { secure: "v1:b2YtaXRzLW93bmVy:b2Ygbm9ib2R5IGFuZCBub3RoaW5nIGF0IGFsbCwgcmVhbGx5" }\n`,
  );
  expect(problemsOf(await rehearsal.up())).toEqual([]);
  state = await captureState(rehearsal.pulumi);
});
afterAll(() => endRehearsal(rehearsal));

const sightings = () => secretSightings(rehearsal, state).map(({ what }) => what);

/** As it lies on the machine, not as anybody derives it. */
function onServer(file: string): string {
  const text = rehearsal.simulation.machines.machine("server-1")?.file(file);
  if (text === undefined) throw new Error(`server-1 has no ${file}`);
  return text.trim().replace(/^.*:/, "");
}

test("a stack with a console password shows none of its secrets, and the password reaches the machines", () => {
  expect(sightings()).toEqual([]);
  const hash = rehearsal.stackSecrets.consolePasswordHash ?? "(none)";
  expect(rehearsal.simulation.machines.machine("worker-1")?.file("/etc/shadow")).toContain(hash);
});

test.each([
  ["server", "/etc/rancher/rke2/token"],
  ["agent", "/etc/rancher/rke2/agent-token"],
])("the %s token in somebody's arguments is caught", (kind, file) => {
  const command = `rke2 ${kind} --token ${onServer(file)}`;
  const about = { machine: "server-1", user: "ops", phase: "end", exitCode: 0 } as const;
  rehearsal.simulation.context.events.emit({ kind: "command", ...about, command: "sh -s", argv: [command.split(" ")] });
  expect(sightings()).toContain(`secret rke2 ${kind} token is readable in process arguments of server-1`);
});

test("a host key in an event that is written down is caught, whatever JSON makes of its lines", () => {
  const { events } = rehearsal.phases[0]?.result ?? { events: [] };
  const message = onServer("/etc/ssh/ssh_host_ed25519_key");
  (events as EngineEvent[]).push({ diagnosticEvent: { message: `key ${message}\n`, severity: "info" } });
  expect(sightings()).toContainEqual(
    expect.stringMatching(/^secret \S+host-key\S+ is readable in the event log of up$/),
  );
});

test("the server token in what the engine said is caught, and so is the console password's hash", () => {
  const { logFile } = rehearsal.phases[0] ?? { logFile: "" };
  appendFileSync(logFile, `joining with ${onServer("/etc/rancher/rke2/token")}\n`);
  appendFileSync(logFile, `password ${rehearsal.stackSecrets.consolePasswordHash}\n`);
  expect(sightings()).toEqual(
    expect.arrayContaining([
      "secret rke2 server token is readable in the log of up",
      "secret consolePasswordHash is readable in the log of up",
    ]),
  );
});
