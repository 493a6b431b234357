import { connect } from "node:net";
import { assertLoopbackOnly, dialledAddresses } from "../../scripts/rehearsal/dialled-addresses";
import { startOutboundTrap } from "../../scripts/rehearsal/outbound-trap";
import { rehearsalStackFile } from "../../scripts/rehearsal/rehearsal-stack-file";
import { asgardStack, smallStack } from "../support/rehearsal";
import { onHosts, standingAlone } from "../support/more-hosts";

const simulation = {
  endpoint: "https://127.0.0.1:8006/",
  endpoints: new Map([["pve", "https://127.0.0.1:8007/"]]),
  hostSsh: {
    user: "root",
    hosts: new Map(["asgard", "pve"].map((name) => [name, { host: "127.0.0.1", port: 2201 }])),
  },
  bastion: { host: "127.0.0.1", port: 2202, user: "root", hostKey: "ssh-ed25519 AAAA" },
  apiProxy: "socks5://127.0.0.1:1080",
  publicKey: "ssh-ed25519 AAAA rehearsal",
  dialAttempts: undefined,
};

test.each([
  ["asgard", asgardStack()],
  ["a stack without jump host and proxy", smallStack()],
  ["a stack of hosts that stand alone", standingAlone(onHosts(smallStack(), 1), "pve")],
])("%s as passed to the engine connects to loopback only", (_name, text) => {
  const generated = rehearsalStackFile(text, simulation);
  expect(new Set(dialledAddresses(generated).map(({ host }) => host))).toEqual(new Set(["127.0.0.1"]));
  expect(() => assertLoopbackOnly(generated)).not.toThrow();
});

test("an address outside is refused before anything starts, with its path in the file", () => {
  expect(() => assertLoopbackOnly(asgardStack())).toThrow("homelab:proxmox.endpoint: 10.10.10.10");
  const direct = rehearsalStackFile(smallStack(), simulation).replace(/^ {4}bastion:\n(?: {6}.*\n)+/m, "");
  expect(() => assertLoopbackOnly(direct)).toThrow("homelab:access.bastion.host");
});

test("the owner's encrypted values never reach the rehearsal: they need another passphrase", () => {
  const owned = `encryptionsalt: v1:abc\n${smallStack()}  homelab:consolePasswordHash: { secure: v1:def }\n`;
  expect(rehearsalStackFile(owned, simulation)).not.toMatch(/secure: v1|encryptionsalt/);
});

test("the proxy trap refuses every outbound request, and records its target", async () => {
  const trap = await startOutboundTrap();
  const { hostname, port } = new URL(trap.url);
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write("CONNECT 10.10.10.10:8006 HTTP/1.1\r\n\r\n"));
    let text = "";
    socket.on("data", (data) => (text += data.toString()));
    socket.on("close", () => resolve(text));
  });
  await trap.close();
  expect(answer).toContain("403");
  expect(trap.caught).toEqual(["10.10.10.10:8006"]);
});
