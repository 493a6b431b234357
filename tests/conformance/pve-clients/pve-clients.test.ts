import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Proxmox, startProxmox } from "pve-simulator";
import { readWorld, startedWith } from "pve-simulator/world-file";
import { ensureProxmoxer } from "../../../scripts/conformance/python-client";
import { seedOfThisRun } from "../../support/seed";
import { builtTool } from "../readers/tools";

jest.setTimeout(300_000);

const folder = mkdtempSync(join(tmpdir(), "homelab-clients-"));
const world = readWorld(join(__dirname, "world.json"));
const [{ id, secret = "" } = { id: "" }] = world.tokens;
const run = promisify(execFile);
let proxmox: Proxmox;
let authority = "";

beforeAll(async () => {
  const { context, guests } = startedWith(world, seedOfThisRun());
  proxmox = await startProxmox(context, guests);
  authority = join(folder, "ca.pem");
  writeFileSync(authority, proxmox.caPem);
});
afterAll(async () => {
  await proxmox.close();
  rmSync(folder, { recursive: true });
});

/** What a client printed; a complaint of its own is the failure's text. */
async function seen(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<unknown> {
  const { stdout } = await run(program, args, { env, timeout: 120_000 });
  return JSON.parse(stdout);
}

const config = { cores: 4, tags: expect.any(String) as string, virtio0: "local-zfs:vm-100-disk-0,size=8G" };

/** Listing, cloning, configuring, growing, starting, asking the agent, taking a snapshot, going back, and deleting. */
const life = {
  version: "9.1.3",
  before: ["noble"],
  configured: expect.objectContaining(config) as object,
  interfaces: expect.arrayContaining(["eth0"]) as string[],
  snapshots: ["before", "current"],
  back: expect.objectContaining({ cores: 4, status: "stopped" }) as object,
  after: ["noble"],
};

test("proxmoxer runs a VM's life cycle", async () => {
  const script = join(__dirname, "proxmoxer_life.py");
  const args = [script, new URL(proxmox.endpoint).port, authority, id, secret, "pve", "9000"];
  const env = { ...process.env, PYTHONPATH: ensureProxmoxer(), PYTHONDONTWRITEBYTECODE: "1" };
  expect(await seen("python3", args, env)).toMatchObject(life);
});

test("go-proxmox runs a VM's life cycle", async () => {
  const args = [proxmox.endpoint, authority, id, secret, "pve", "9000"];
  expect(await seen(await builtTool("pve-client"), args)).toMatchObject(life);
});

test("Telmate's client runs a VM's life cycle", async () => {
  const args = [proxmox.endpoint, authority, id, secret, "pve", "9000"];
  expect(await seen(await builtTool("telmate-client"), args)).toMatchObject(life);
});

test("none of their requests is unknown", () => {
  const refused = proxmox.requests.filter(({ status }) => status === 501);
  expect(refused).toEqual([]);
  expect(proxmox.requests.length).toBeGreaterThan(50);
});
