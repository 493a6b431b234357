import { secretsStaySecret } from "../../../rehearsal/invariants/secrets-stay-secret";
import { auditSecrets } from "../../../scripts/rehearsal/secret-audit";
import { on, run, succeed, worker1, worker2 } from "../cluster/support";
import { hostKey } from "../guests/support";
import { bringUp, configure, makeMachine, makeTemplate, writeSnippet } from "./by-hand";
import { History } from "./history";
import { breaches, closeSimulations, watchedSimulation, type WatchedSimulation } from "./watched-simulation";

const uuid = "0f9c7b52-6a3e-4d3e-9d8f-2b1c5a7e9f10";
const token = `pulumi@pve!homelab=${uuid}`;
const name = worker1.name;

let simulation: WatchedSimulation;
beforeEach(async () => {
  simulation = await watchedSimulation();
  await makeTemplate(simulation);
});
afterEach(closeSimulations);

/** What can be read in the whole diary, judged at the end as rehearsals do it: only then all secrets are known. */
function sightings(): readonly string[] {
  const found = auditSecrets(
    (secrets) => {
      secrets.add("token", token);
      secrets.add(`host key of ${name}`, hostKey.private, { vendorDocumentOf: name });
    },
    simulation.context.events.all,
    [],
  );
  return found.map(({ invariant, what }) => `${invariant}: ${what}`);
}

test("holds for a host key in the machine's own snippet, and for scripts with secrets on standard input", async () => {
  await bringUp(simulation, worker1);
  const script = `join() { TOKEN='${uuid}'; printf '%s\\n' "$TOKEN" | sha256sum; }\n"$@"\n`;
  expect(await run(simulation, worker1, script, "join")).toMatchObject({ code: 0 });
  expect([...sightings(), ...breaches(simulation)]).toEqual([]);
});

const unit = (command: string): string => `cat > /etc/systemd/system/x.service << END
[Service]
Type=oneshot
ExecStart=${command}
END
systemctl daemon-reload
systemctl start x
`;

test.each([
  ["process arguments", `test -n ${uuid}`, ""],
  ["process arguments", "sudo -n sh -s", `curl -H 'Authorization: ${uuid}' https://10.10.10.10:8006/ || true\n`],
  ["process arguments", "sudo -n sh -s", unit(`/usr/bin/mkdir -p /run/${uuid}`)],
  ["the standard output of a command", "sudo -n sh -s", `TOKEN='${uuid}'\necho "joining with $TOKEN"\n`],
  ["the standard error of a command", "sudo -n sh -s", `TOKEN='${uuid}'\necho "bad token $TOKEN" >&2\n`],
  ["the journal of x.service", "sudo -n sh -s", `echo '${uuid}' > /etc/token\n${unit("/usr/bin/cat /etc/token")}`],
])("is broken by a secret in %s: %s", async (where, command, script) => {
  await bringUp(simulation, worker1);
  await succeed(on(simulation, worker1, command, script));
  expect(sightings()).toEqual([`secrets-stay-secret: secret token is readable in ${where} of ${name} (token part)`]);
});

test("is broken by a secret in a VM's description, in the request for it, and in a snippet", async () => {
  await makeMachine(simulation, worker1);
  await configure(simulation, worker1, { description: `made with ${token}` });
  await writeSnippet(simulation, "join.yaml", `runcmd: ["rke2 agent --token ${uuid}"]`);
  expect(sightings()).toEqual([
    `secrets-stay-secret: secret token is readable in the VM description of ${name}`,
    "secrets-stay-secret: secret token is readable in the parameters of PUT /nodes/asgard/qemu/1011/config",
    "secrets-stay-secret: secret token is readable in the document local:snippets/join.yaml of asgard (token part)",
  ]);
});

test("is violated by one machine's host key in another's snippet", async () => {
  await bringUp(simulation, worker2);
  const inDocument = (document: string): string =>
    `secrets-stay-secret: secret host key of ${name} is readable in the document ${document} (PEM body)`;
  expect(sightings()).toEqual([
    inDocument(`local:snippets/${worker2.name}.vendor.yaml of asgard`),
    inDocument(`vendor-data of ${worker2.name}`),
    inDocument(`vendorData of ${worker2.name}`),
  ]);
});

/** The invariant alone, under a diary that a test writes, with the token and a console password's hash. */
function history(): History {
  const made = new History(secretsStaySecret);
  made.watch.secrets.add("token", token);
  made.watch.secrets.add("hash", "$6$saltsalt$Zr9mZ0pXk3bq1uYw7Vd5", { vendorDocumentOf: "every machine" });
  made.watch.secrets.add(`host key of ${name}`, hostKey.private, { vendorDocumentOf: name });
  return made;
}

test("is broken by a secret in state and in engine output", () => {
  const { watch } = history();
  watch.text({ where: "plain state", text: JSON.stringify({ outputs: { key: hostKey.private } }) });
  watch.text({ where: "engine output", text: Buffer.from(`user ${token}`).toString("base64") });
  expect(watch.findings().violations.map(({ what }) => what)).toEqual([
    `secret host key of ${name} is readable in plain state (JSON-escaped)`,
    "secret token is readable in engine output (base64)",
  ]);
});

test("a machine's own snippet may contain the console password's hash, and a login its password", () => {
  const content = "passwd: $6$saltsalt$Zr9mZ0pXk3bq1uYw7Vd5\n";
  const told = history()
    .emit({ kind: "document", machine: worker2.name, name: "vendor-data", content })
    .emit({ kind: "request", method: "POST", path: "/access/ticket", params: { password: uuid }, status: 200 });
  expect(told.breaches()).toEqual([]);
});

test.each([
  ["asgard", `${name}0.vendor.yaml`],
  [name, "user-data"],
])("is violated by a host key in a snippet of %s called %s", (machine, document) => {
  const told = history().emit({ kind: "document", machine, name: document, content: hostKey.private });
  expect(told.breaches()).toEqual([`secret host key of ${name} is readable in the document ${document} of ${machine}`]);
});

test("a place is reported once", () => {
  const document = { kind: "document", machine: name, name: "vendor-data", content: uuid } as const;
  expect(history().emit(document).emit(document).breaches()).toHaveLength(1);
});
