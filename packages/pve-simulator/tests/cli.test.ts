import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../src/cli/main";
import { worldSchema } from "../src/cli/world-file";
import { Client } from "./support/client";

const folder = mkdtempSync(join(tmpdir(), "pve-simulator-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const readme = readFileSync(join(__dirname, "..", "README.md"), "utf8");
const example = JSON.parse(/<<'END'\n(.*?)\nEND/s.exec(readme)?.[1] ?? "") as Record<string, unknown>;

function fileWith(world: unknown): string {
  const file = join(folder, "world.json");
  writeFileSync(file, JSON.stringify(world));
  return file;
}

/** Runs the command in this process; what it prints comes along. */
async function run(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  const out = jest.spyOn(process.stdout, "write").mockReturnValue(true);
  const err = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  const said = (spy: typeof out) => spy.mock.calls.map(([text]) => String(text)).join("");
  const status = await main(args);
  const result = { status, out: said(out), err: said(err) };
  jest.restoreAllMocks();
  return result;
}

const problems = async (world: unknown): Promise<string[]> => {
  const { status, err } = await run("--world", fileWith(world));
  expect(status).toBe(2);
  return err.trimEnd().split("\n").slice(0, -1);
};

test("serves the README's world to any client that trusts its certificate authority, until interrupted", async () => {
  const ca = join(folder, "ca.pem");
  const args = ["--world", fileWith(example), "--port", "0", "--seed", "7", "--ca", ca];
  const child = spawn(process.execPath, [join(__dirname, "../bin/pve-simulator.cjs"), ...args], { stdio: "pipe" });
  const [greeting] = (await once(child.stdout, "data")) as [Buffer];
  const [, endpoint = ""] = /simulated: (\S+) \(chance follows seed 7\)/.exec(greeting.toString()) ?? [];
  const [, token = ""] = /token: +(\S+)/.exec(greeting.toString()) ?? [];
  const client = new Client({ endpoint, caPem: readFileSync(ca, "utf8") });
  client.token = `PVEAPIToken=${token}`;
  expect(await client.get("/version")).toMatchObject({ status: 200, data: { version: "9.1.3" } });
  expect(await client.get("/nodes/pve/storage/local-zfs/status")).toMatchObject({ status: 200 });
  client.close();
  child.kill("SIGINT");
  expect(await once(child, "exit")).toEqual([0, null]);
});

test.each(["--help", "-h"])("explains itself with %s", async (flag) => {
  const out = expect.stringMatching(/--world <file>[^]*Exit status: /) as string;
  expect(await run(flag)).toMatchObject({ status: 0, out, err: "" });
});

test.each([
  [[], "--world is missing, must be a file, e.g. --world world.json"],
  [["--world", "w.json", "--port", "70000"], '--port: got "70000", must be a port from 0 to 65535, e.g. 8006'],
  [["--world", "w.json", "--seed", "-1"], "--seed"],
  [["--world", "/nowhere/w.json"], "--world /nowhere/w.json: "],
  [["--wrold", "w.json"], "unknown option '--wrold'"],
  [["--world", "w.json", "more"], "too many arguments"],
  [["--world"], "argument missing"],
])("rejects %j as bad usage", async (args, complaint) => {
  expect(await run(...args)).toMatchObject({ status: 2, out: "", err: expect.stringContaining(complaint) as string });
});

test("reports that a port is taken, and exits", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const { status, err } = await run("--world", fileWith(example), "--port", String(port));
  server.close();
  expect({ status, err }).toEqual({ status: 1, err: expect.stringContaining("EADDRINUSE") as string });
});

test("reports every mistake in a file at once, with the value it got", async () => {
  const host = { threads: 0, memoryMiB: 1.5, storages: {}, colour: "red" };
  const guest = { vmId: 5, name: "a", host: "pve" };
  expect(await problems({ hosts: { pve: host }, guests: [guest] })).toEqual([
    "hosts.pve.threads: got 0, must be 1 or more, e.g. 16",
    "hosts.pve.memoryMiB: got 1.5, must be a whole number, e.g. 65536",
    "hosts.pve.colour: unknown key",
    "guests[0].vmId: got 5, must be 100 or more, e.g. 100",
    "tokens: is missing, must be array",
  ]);
});

test("reports hosts and storages that do not exist by name", async () => {
  const disk = { storage: "tank", sizeGiB: 4 };
  const guests = [
    { vmId: 100, name: "a", host: "pve", disk },
    { vmId: 100, name: "b", host: "pve2" },
  ];
  expect(await problems({ ...example, guests, files: [{ host: "pve", volume: "nfs:iso/a.iso" }] })).toEqual([
    'guests[0].disk.storage: got "tank", must be a storage of pve: local, local-zfs',
    'guests[1].host: got "pve2", must be a host of this file: pve',
    "guests[1].vmId: got 100, must not be another guest's",
    'files[0].volume: got "nfs", must be a storage of pve: local, local-zfs',
  ]);
});

test("every key of the file is in the README", () => {
  const schema = JSON.stringify(worldSchema.toJSONSchema({ io: "input", unrepresentable: "any" }));
  const keys = [...schema.matchAll(/"properties":\{/g)].length;
  expect(keys).toBeGreaterThan(5);
  const named = new Set<string>();
  JSON.parse(schema, (_, value: unknown) => {
    if (typeof value !== "object" || value === null || !("properties" in value)) return value;
    for (const key of Object.keys(value.properties as object)) named.add(key);
    return value;
  });
  expect([...named].filter((key) => !new RegExp(`[\`.]${key}\\b`).test(readme))).toEqual([]);
});
