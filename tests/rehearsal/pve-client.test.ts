import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { unreachable } from "../../components/host-client";
import { PveClient } from "../../components/pve-client";
import { deriveWorld } from "../../rehearsal/derive-world";
import { anySeed } from "../../rehearsal/seed";
import { startWorld, type World } from "../../rehearsal/start-world";
import { asgardPlan } from "../support/plans";
import { blink } from "./guests/support";

let world: World;
const servers: Server[] = [];
beforeAll(async () => {
  world = await startWorld({ spec: deriveWorld(asgardPlan()), latencies: blink, seed: anySeed() });
});
afterAll(async () => {
  for (const server of servers) server.close();
  await world.close();
});

/** Listens on loopback; closed at the end. */
async function listening<S extends Server>(server: S): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

const client = (endpoint: string, more: Partial<ConstructorParameters<typeof PveClient>[0]> = {}) =>
  new PveClient({ endpoint, insecure: true, apiToken: world.credentials.apiToken, env: {}, ...more });

test("our own requests go through the proxy that the provider goes through, with its login", async () => {
  const { port: target } = new URL(world.proxmox.endpoint);
  const asked: unknown[] = [];
  const proxy = createHttpServer().on("connect", ({ url, headers }, socket) => {
    asked.push(url, headers["proxy-authorization"]);
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    socket.pipe(connect(Number(target), "127.0.0.1")).pipe(socket);
  });
  const HTTPS_PROXY = `http://me:s%40fe@127.0.0.1:${await listening(proxy)}`;
  const version = await client("https://pve.invalid:8006/", { env: { HTTPS_PROXY } }).get<{ version: string }>(
    "/version",
  );
  expect(version.version).toBe("9.1.3");
  expect(asked).toEqual(["pve.invalid:8006", `Basic ${Buffer.from("me:s@fe").toString("base64")}`]);
});

test("a host that accepts and says nothing is given up in time, without a word of the token", async () => {
  const port = await listening(createServer(() => undefined));
  const silent = client(`https://127.0.0.1:${port}/`, { patienceMs: 200 }).get("/version");
  const error: unknown = await silent.catch((reason: unknown) => reason);
  const { message } = unreachable(`https://127.0.0.1:${port}/`, error);
  expect(message).toMatch(
    /^proxmox.endpoint: cannot be asked what is on it, got .* \(127.0.0.1:\d+ did not answer within 0.2 s\)/,
  );
  expect(message).not.toContain(world.credentials.apiToken.split("=")[1]);
});

test("a certificate that nobody vouches for, and a token that is refused, are said as such", async () => {
  const { endpoint } = world.proxmox;
  await expect(client(endpoint, { insecure: false }).get("/version")).rejects.toThrow(/certificate/);
  const refused: unknown = await client(endpoint, { apiToken: "a@pve!b=c" })
    .get("/version")
    .catch((error: unknown) => error);
  expect(unreachable(endpoint, refused).message).toMatch(/^proxmoxToken: is refused by .* 401/);
});
