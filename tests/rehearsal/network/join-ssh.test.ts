import { createConnection, type Socket } from "node:net";
import { Client, utils, type ConnectConfig } from "ssh2";
import { operator, smallSimulation, type SmallSimulation } from "../guests/support";

let simulation: SmallSimulation;
beforeEach(async () => {
  simulation = await smallSimulation();
  const machine = simulation.network.fabric.plug("machine");
  machine.configure([{ segment: "vmbr0", address: "10.10.10.101", prefix: 24 }]);
  machine.listen(80, {
    accept: (stream) => void stream.once("data", (chunk: Buffer) => stream.end(`got ${chunk.toString()}`)),
  });
});
afterEach(() => simulation.close());

async function jump(more: Partial<ConnectConfig> = {}): Promise<Client> {
  const { host, port, user } = simulation.network.jumpHost;
  const client = new Client();
  const ready = new Promise<Client>((resolve, reject) => client.on("ready", () => resolve(client)).on("error", reject));
  client.connect({ host, port, username: user, privateKey: operator.private, ...more });
  return ready;
}

function through(client: Client, address: string, port: number): Promise<string> {
  return new Promise((resolve, reject) =>
    client.forwardOut("127.0.0.1", 1, address, port, (error, channel) => {
      if (error) return reject(error);
      channel.on("data", (chunk: Buffer) => resolve(chunk.toString()));
      channel.write("hello");
    }),
  );
}

test("the jump host forwards to the inside and presents its configured host key", async () => {
  let shown = "";
  const client = await jump({ hostVerifier: (key: Buffer) => (shown = key.toString("base64")) !== "" });
  expect(simulation.network.jumpHost.hostKeyPublic).toBe(`ssh-ed25519 ${shown}`);
  expect(await through(client, "10.10.10.101", 80)).toBe("got hello");
  client.end();
});

test("the jump host refuses unknown keys, shells, and unused addresses", async () => {
  const stranger = utils.generateKeyPairSync("ed25519").private;
  await expect(jump({ privateKey: stranger })).rejects.toThrow("All configured authentication methods failed");
  await expect(jump({ username: "odin" })).rejects.toThrow("All configured authentication methods failed");
  const client = await jump();
  await expect(through(client, "10.10.10.250", 80)).rejects.toThrow("Channel open failure");
  await expect(through(client, "127.0.0.1", 22)).rejects.toThrow("Channel open failure");
  await expect(
    new Promise((resolve, reject) => client.exec("id", (error, channel) => (error ? reject(error) : resolve(channel)))),
  ).rejects.toThrow("Channel open failure");
  client.end();
});

const proxy = (): Socket => createConnection({ ...simulation.network.proxy });
const next = (socket: Socket): Promise<Buffer> => new Promise((resolve) => socket.once("data", resolve));

test("the proxy supports HTTP CONNECT", async () => {
  const socket = proxy();
  socket.write("CONNECT 10.10.10.101:80 HTTP/1.1\r\nHost: 10.10.10.101:80\r\n\r\n");
  expect((await next(socket)).toString()).toBe("HTTP/1.1 200 Connection established\r\n\r\n");
  socket.write("hello");
  expect((await next(socket)).toString()).toBe("got hello");
});

test("the proxy refuses outside addresses, and anything but CONNECT", async () => {
  const missing = proxy();
  missing.write("CONNECT 10.10.10.250:80 HTTP/1.1\r\n\r\n");
  expect((await next(missing)).toString()).toContain("502 Bad Gateway");
  const plain = proxy();
  plain.write("GET http://10.10.10.101/ HTTP/1.1\r\n\r\n");
  expect((await next(plain)).toString()).toContain("405 Method Not Allowed");
});

test("the proxy supports SOCKS5 with addresses and names", async () => {
  const socket = proxy();
  socket.write(Buffer.from([5, 1, 0]));
  expect([...(await next(socket))]).toEqual([5, 0]);
  socket.write(Buffer.from([5, 1, 0, 1, 10, 10, 10, 101, 0, 80]));
  expect((await next(socket))[1]).toBe(0);
  socket.write("hello");
  expect((await next(socket)).toString()).toBe("got hello");
  const named = proxy();
  const name = Buffer.from("10.10.10.250");
  named.write(Buffer.from([5, 1, 0]));
  await next(named);
  named.write(Buffer.concat([Buffer.from([5, 1, 0, 3, name.length]), name, Buffer.from([0, 80])]));
  expect((await next(named))[1]).toBe(4);
});
