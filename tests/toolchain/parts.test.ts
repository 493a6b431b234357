import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheFolder } from "../../model/cache-folder";
import type { Toolchain } from "../../toolchain/ensure";
import { fingerprint } from "../../toolchain/fingerprint";
import { roundDuration, progressLine, scaled } from "../../toolchain/progress";
import { exportLines, toolTable } from "../../toolchain/table";
import { moduleOf, tools } from "../../toolchain/tools";

test("the cache folder is the platform's default, or the user's choice", () => {
  const env = { HOME: "/home/odin" };
  expect(cacheFolder({ env, platform: "linux" })).toBe("/home/odin/.cache/homelab-pulumi");
  expect(cacheFolder({ env: { ...env, XDG_CACHE_HOME: "/c" }, platform: "linux" })).toBe("/c/homelab-pulumi");
  expect(cacheFolder({ env, platform: "darwin" })).toBe("/home/odin/Library/Caches/homelab-pulumi");
  expect(cacheFolder({ env: { ...env, HOMELAB_CACHE: "/own" }, platform: "darwin" })).toBe("/own");
});

test("progress is reported in words", () => {
  expect(progressLine("building pulumi 3.259.0 from Go modules", 80, 240)).toBe(
    "building pulumi 3.259.0 from Go modules: 1 min 20 s of about 4 min",
  );
  expect(progressLine("building", 300, 240)).toBe("building: 5 min, longer than the usual 4 min");
  expect([0.4, 59.6, 61].map(roundDuration)).toEqual(["0 s", "1 min", "1 min 1 s"]);
  expect([1, 2, 8].map((cores) => scaled(100, cores))).toEqual([175, 100, 44]);
});

test("a build's key has exactly its inputs", () => {
  const copy = mkdtempSync(join(tmpdir(), "go-"));
  cpSync(moduleOf({}), copy, { recursive: true });
  const tls = tools.find(({ name }) => name === "tls");
  if (!tls) throw new Error("no tls");
  const before = fingerprint(tls, copy);
  expect(fingerprint(tls, moduleOf(tls))).toBe(before);

  writeFileSync(join(copy, "internal", "tls", "more_test.go"), "package tls");
  writeFileSync(join(copy, "internal", "netguard", "more.go"), "package netguard");
  expect(fingerprint(tls, copy)).toBe(before);

  const changed = new Set([before, fingerprint(tls, copy, "darwin-arm64")]);
  mkdirSync(join(copy, "internal", "tls", "deep"));
  writeFileSync(join(copy, "internal", "tls", "deep", "more.go"), "package deep");
  changed.add(fingerprint(tls, copy));
  writeFileSync(join(copy, "go.sum"), "");
  changed.add(fingerprint(tls, copy));
  changed.add(fingerprint({ ...tls, linkerFlags: "-X a=b" }, copy));
  expect(changed.size).toBe(5);
});

const example: Toolchain = {
  root: "/c/it's here",
  binDir: "/c/it's here/bin",
  pulumiHome: "/c/it's here/home",
  env: { PATH: "/c/it's here/bin:/usr/bin", PULUMI_HOME: "/c/it's here/home" },
  tools: [
    {
      name: "pulumi",
      version: "3.259.0",
      origin: "cache",
      path: "/c/pulumi",
      history: "built from Go modules in 3 min",
    },
    { name: "tls", version: "5.6.1", origin: "download", path: "/c/tls", history: "downloaded as released in 2 s" },
  ],
};

test("the table shows where each tool came from", () => {
  expect(toolTable(example).split("\n").slice(0, 3)).toEqual([
    "tool    version  from",
    "pulumi  3.259.0  cache, built from Go modules in 3 min",
    "tls     5.6.1    downloaded as released in 2 s",
  ]);
});

test("the lines for eval survive any path and keep the PATH of the shell", () => {
  const script = `${exportLines(example)}\nprintf '%s|%s' "$PATH" "$PULUMI_HOME"`;
  const shell = execFileSync("/bin/sh", ["-c", script], { env: { PATH: "/mine" } });
  expect(shell.toString()).toBe("/c/it's here/bin:/mine|/c/it's here/home");
});
