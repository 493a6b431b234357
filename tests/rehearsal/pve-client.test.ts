import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { unreachable } from "../../components/host-client";
import { PveClient } from "../../components/pve-client";
import { deriveSimulation } from "../../rehearsal/derive-simulation";
import { anySeed } from "pve-simulator";
import { startSimulation, type Simulation } from "../../rehearsal/start-simulation";
import { asgardPlan } from "../support/plans";
import { blink } from "./guests/support";

let simulation: Simulation;
const servers: Server[] = [];
beforeAll(async () => {
  simulation = await startSimulation({ spec: deriveSimulation(asgardPlan()), latencies: blink, seed: anySeed() });
});
afterAll(async () => {
  for (const server of servers) server.close();
  await simulation.close();
});

/** Listens on loopback; closed at the end. */
async function listening<S extends Server>(server: S): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

const client = (endpoint: string, more: Partial<ConstructorParameters<typeof PveClient>[0]> = {}) =>
  new PveClient({ endpoint, insecure: true, apiToken: simulation.credentials.apiToken, env: {}, ...more });

test("our own requests use the provider's proxy, with its credentials", async () => {
  const { port: target } = new URL(simulation.proxmox.endpoint);
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

/** A SOCKS5 proxy that wants this login, and leads everybody to the simulation's Proxmox in small pieces. */
function socks5Proxy(login: string, asked: string[]): Server {
  const { port } = new URL(simulation.proxmox.endpoint);
  return createServer((socket) => {
    const steps = [
      () => socket.write(Buffer.from([5, 2])),
      (bytes: Buffer) => {
        const [user, secret] = [bytes.subarray(2, 2 + (bytes[1] ?? 0)), bytes.subarray(3 + (bytes[1] ?? 0))];
        socket.write(Buffer.from([1, `${user.toString()}:${secret.toString()}` === login ? 0 : 1]));
      },
      (bytes: Buffer) => {
        asked.push(`${bytes.subarray(5, -2).toString()}:${bytes.readUInt16BE(bytes.length - 2)}`);
        const far = connect(Number(port), "127.0.0.1", () => {
          for (const byte of [5, 0, 0, 3, 1, 65, 0, 0]) socket.write(Buffer.from([byte]));
          socket.pipe(far).pipe(socket);
        });
        far.on("error", () => socket.destroy());
      },
    ];
    socket.on("data", (bytes) => steps.shift()?.(bytes)).on("error", () => socket.destroy());
  });
}

test("they use a SOCKS5 proxy too, which resolves the name", async () => {
  const asked: string[] = [];
  const at = `127.0.0.1:${await listening(socks5Proxy("me:s@fe", asked))}`;
  const through = (HTTPS_PROXY: string) =>
    client("https://pve.invalid:8006/", { env: { HTTPS_PROXY } }).get<{ version: string }>("/version");
  expect((await through(`socks5://me:s%40fe@${at}`)).version).toBe("9.1.3");
  expect((await through(`socks5h://me:s%40fe@${at}`)).version).toBe("9.1.3");
  expect(asked).toEqual(["pve.invalid:8006", "pve.invalid:8006"]);
  await expect(through(`socks5://me:wrong@${at}`)).rejects.toThrow("refuses the login");
  await expect(through(`socks5://${at}`)).rejects.toThrow("requires a login");
  await expect(through(`ftp://${at}`)).rejects.toThrow(/^HTTPS_PROXY: unsupported proxy, got ftp:/);
});

test("the rehearsal's own SOCKS5 proxy reaches nothing outside the simulation", async () => {
  const { host, port } = simulation.network.proxy;
  const env = { HTTPS_PROXY: `socks5://${host}:${port}` };
  await expect(client("https://10.99.0.1:8006/", { env }).get("/version")).rejects.toThrow(/the proxy .* answered: /);
});

test("a host that accepts connections but stays silent is given up in time, without showing the token", async () => {
  const port = await listening(createServer(() => undefined));
  const silent = client(`https://127.0.0.1:${port}/`, { patienceMs: 200 }).get("/version");
  const error: unknown = await silent.catch((reason: unknown) => reason);
  const { message } = unreachable(`https://127.0.0.1:${port}/`, error);
  expect(message).toMatch(/^proxmox.endpoint: cannot be reached, got .* \(127.0.0.1:\d+ did not answer within 0.2 s\)/);
  expect(message).not.toContain(simulation.credentials.apiToken.split("=")[1]);
});

test("an untrusted certificate and a refused token are reported as such", async () => {
  const { endpoint } = simulation.proxmox;
  await expect(client(endpoint, { insecure: false }).get("/version")).rejects.toThrow(/certificate/);
  const refused: unknown = await client(endpoint, { apiToken: "a@pve!b=c" })
    .get("/version")
    .catch((error: unknown) => error);
  expect(unreachable(endpoint, refused).message).toMatch(/^proxmoxToken: refused by .* 401/);
});
