import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureToolchain } from "../../toolchain/ensure";
import { tools } from "../../toolchain/tools";
import { ReleaseServer } from "./support/release-server";

const released = tools.filter(({ release }) => release);

let cache: string;
let log: string[];
let server: ReleaseServer | undefined;

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "toolchain-"));
  log = [];
});

afterEach(() => {
  server?.stop();
  server = undefined;
  rmSync(cache, { recursive: true });
});

/** A machine without Go whose Pulumi releases are at the given place. */
function ensure(releases: string, more: Record<string, string> = {}) {
  const env = {
    PATH: process.env["PATH"],
    HOMELAB_CACHE: cache,
    HOMELAB_PULUMI_RELEASES: releases,
    HOMELAB_GO: "/nowhere/go",
    ...more,
  };
  return ensureToolchain({ env, tools: released, log: (line) => log.push(line) });
}

test("tools are downloaded once, plugins by the downloaded command", async () => {
  server = await ReleaseServer.start();
  const first = await ensure(server.url);
  expect(first.tools.map(({ name, origin }) => `${name} ${origin}`)).toEqual(
    released.map(({ name }) => `${name} download`),
  );
  const proxmoxve = first.tools.find(({ name }) => name === "proxmoxve");
  expect(execFileSync(proxmoxve?.path ?? "").toString()).toBe(
    "proxmoxve 8.6.0 github://api.github.com/muhlba91/pulumi-proxmoxve\n",
  );
  const asked = server.requests.length;

  const second = await ensure(server.url);
  expect(second.tools.map(({ origin }) => origin)).toEqual(released.map(() => "cache"));
  expect(second.root).toBe(first.root);
  expect(server.requests).toHaveLength(asked);
  expect(asked).toBe(2);
});

test("with released tools pulumi may download further plugins, in its own PULUMI_HOME", async () => {
  server = await ReleaseServer.start();
  const { env, pulumiHome } = await ensure(server.url);
  expect(env).not.toHaveProperty("PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION");
  expect(env["PULUMI_HOME"]).toBe(pulumiHome);
  expect(pulumiHome.startsWith(cache)).toBe(true);
});

test("an archive with a wrong checksum is refused and nothing is installed", async () => {
  server = await ReleaseServer.start({ rightChecksum: false });
  await expect(ensure(server.url)).rejects.toThrow(
    /has the SHA-256 [0-9a-f]{64}, the checksum file of the release says 0{64}; nothing was installed/,
  );
  expect(existsSync(join(cache, "tools"))).toBe(false);
});

test("without downloads and Go one message says what to install", async () => {
  const closed = "http://127.0.0.1:1";
  await expect(ensure(closed)).rejects.toThrow(
    /^toolchain: Pulumi could not be downloaded \(.*127\.0\.0\.1.*\) and building it needs Go 1\.26 or newer, found none; install Go from/,
  );
  expect(log.filter((line) => !line.startsWith("downloading"))).toEqual([]);
});

test("a password in the address of a mirror is never shown", async () => {
  const failed = ensure("http://me:hunter2@127.0.0.1:1");
  await expect(failed).rejects.toThrow("://***@127.0.0.1:1");
  await expect(failed).rejects.not.toThrow("hunter2");
  expect(log.join("\n")).not.toContain("hunter2");
});

test("a server that never answers does not block", async () => {
  const silent = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => silent.once("listening", resolve));
  const began = Date.now();
  const { port } = silent.address() as AddressInfo;
  await expect(ensure(`http://127.0.0.1:${port}`, { HOMELAB_TOOLCHAIN: "download" })).rejects.toThrow(
    "download failed",
  );
  expect(Date.now() - began).toBeLessThan(8000);
  silent.close();
}, 20_000);

test("HOMELAB_TOOLCHAIN=build asks no server, and a wrong value is named", async () => {
  server = await ReleaseServer.start();
  await expect(ensure(server.url, { HOMELAB_TOOLCHAIN: "build" })).rejects.toThrow("found none");
  expect(server.requests).toEqual([]);
  await expect(ensure(server.url, { HOMELAB_TOOLCHAIN: "buidl" })).rejects.toThrow(
    'HOMELAB_TOOLCHAIN: unknown value "buidl", must be auto, build, download',
  );
});
