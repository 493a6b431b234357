import { secretsStaySecret } from "../../../rehearsal/laws/secrets-stay-secret";
import { History } from "./history";

const token = "pulumi@pve!homelab=0f9c7b52-6a3e-4d3e-9d8f-2b1c5a7e9f10";
const uuid = "0f9c7b52-6a3e-4d3e-9d8f-2b1c5a7e9f10";
const hostKey = [
  "-----BEGIN PRIVATE KEY-----",
  "MC4CAQAwBQYDK2VwBCIEIDx1Q9sYy0Zq3VbF7kQm",
  "-----END PRIVATE KEY-----",
  "",
].join("\n");
const hash = "$6$saltsalt$Zr9mZ0pXk3bq1uYw7Vd5";

function setup(): History {
  const history = new History(secretsStaySecret);
  history.watch.secrets.add("proxmoxToken", token);
  history.watch.secrets.add("host key of valaskjalf-worker-1", hostKey, { vendorDocumentOf: "valaskjalf-worker-1" });
  history.watch.secrets.add("consolePasswordHash", hash, { vendorDocumentOf: "every machine" });
  return history;
}

const command = { kind: "command", machine: "valaskjalf-worker-1", user: "odin", phase: "end" } as const;

test("holds for scripts that carry secrets on standard input, and for logins", () => {
  const history = setup()
    .emit({
      ...command,
      command: "sudo sh -s join",
      stdin: `TOKEN='${uuid}'`,
      stdout: "joined",
      argv: [["sh", "-s", "join"]],
    })
    .emit({ kind: "request", method: "POST", path: "/access/ticket", params: { password: uuid }, status: 200 });
  history.watch.text({ where: "plain state", text: JSON.stringify({ token: { ciphertext: "AAABAK0=" } }) });
  expect(history.breaches()).toEqual([]);
});

test.each([
  ["process arguments", { argv: [["rke2", "server", "--token", uuid]] }],
  ["process arguments", { command: `curl -H 'Authorization: ${uuid}' https://10.10.10.10` }],
  ["the standard output of a command", { stdout: `+ TOKEN=${uuid}\n` }],
  ["the standard error of a command", { stderr: `bad token ${encodeURIComponent(token)}` }],
])("is broken by a secret in %s", (where, more) => {
  const history = setup().emit({ ...command, command: "sh -s", ...more });
  expect(history.breaches()).toHaveLength(1);
  expect(history.breaches()[0]).toContain(`secret proxmoxToken is readable in ${where} of valaskjalf-worker-1`);
});

test.each([
  ["the VM description", { description: `made with ${uuid}` }],
  ["cipassword of the VM configuration", { cipassword: uuid }],
])("is broken by a secret in %s", (where, config) => {
  const breaches = setup().configured("valaskjalf-worker-1", config).breaches();
  expect(breaches[0]).toContain(`readable in ${where} of valaskjalf-worker-1`);
});

test("is broken by a secret in state, in engine output and in the parameters of a request", () => {
  const history = setup();
  history.watch.text({ where: "plain state", text: JSON.stringify({ outputs: { key: hostKey } }) });
  history.watch.text({ where: "engine output", text: Buffer.from(`user ${token}`).toString("base64") });
  history.emit({ kind: "request", method: "PUT", path: "/x", params: { description: [uuid] }, status: 200 });
  expect(history.breaches()).toEqual([
    "secret host key of valaskjalf-worker-1 is readable in plain state (JSON-escaped)",
    "secret proxmoxToken is readable in engine output (base64)",
    "secret proxmoxToken is readable in the parameters of PUT /x (token part)",
  ]);
});

test("a machine's own vendor document may hold its host key and the console hash", () => {
  const content = `ssh_keys:\n  ed25519_private: |\n    ${hostKey.replaceAll("\n", "\n    ")}\npasswd: ${hash}\n`;
  const history = setup()
    .emit({ kind: "document", machine: "asgard", name: "valaskjalf-worker-1-vendor.yaml", content })
    .emit({ kind: "document", machine: "valaskjalf-worker-1", name: "vendor-data", content });
  expect(history.breaches()).toEqual([]);
});

test.each([
  ["valaskjalf-worker-2", "vendor-data"],
  ["asgard", "valaskjalf-worker-10-vendor.yaml"],
  ["valaskjalf-worker-1", "user-data"],
])("is broken by a host key in a document of %s called %s", (machine, name) => {
  const content = `ed25519_private: |\n    ${hostKey.replaceAll("\n", "\n    ")}`;
  const history = setup().emit({ kind: "document", machine, name, content });
  expect(history.breaches()).toEqual([
    `secret host key of valaskjalf-worker-1 is readable in the document ${name} of ${machine} (PEM body)`,
  ]);
});

test("a token never belongs into a vendor document, and is reported once for each place", () => {
  const document = { kind: "document", machine: "valaskjalf-worker-1", name: "vendor-data", content: uuid } as const;
  expect(setup().emit(document).emit(document).breaches()).toHaveLength(1);
});
