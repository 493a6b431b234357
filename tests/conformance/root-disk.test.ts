import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MIB = 1024 ** 2;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "homelab-disk-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(program: string, args: readonly string[], input = "") {
  const path = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;
  const done = spawnSync(program, args, { input, encoding: "utf8", env: { ...process.env, PATH: path } });
  if (done.error) throw done.error;
  return { status: done.status, said: `${done.stdout}${done.stderr}` };
}

/** An empty disk of 64 MiB. */
function disk(): string {
  const file = join(folder, "disk.img");
  writeFileSync(file, "");
  truncateSync(file, 64 * MIB);
  return file;
}

describe("the real tools that fill a disk which grew", () => {
  it("grow a partition with status 0, have nothing to do with 1, and fail with 2", () => {
    const file = disk();
    expect(run("sfdisk", ["--quiet", file], "label: gpt\n,32MiB\n")).toMatchObject({ status: 0 });
    truncateSync(file, 128 * MIB);
    expect(run("growpart", [file, "1"])).toMatchObject({ status: 0, said: expect.stringMatching(/^CHANGED: /) });
    expect(run("growpart", [file, "1"])).toMatchObject({ status: 1, said: expect.stringMatching(/^NOCHANGE: /) });
    expect(run("growpart", [file, "3"])).toMatchObject({ status: 2, said: expect.stringMatching(/^FAILED: /) });
  });

  it("grow ext4 to its device, and say that there is nothing to do the second time", () => {
    const file = disk();
    expect(run("mke2fs", ["-q", "-t", "ext4", file])).toMatchObject({ status: 0 });
    truncateSync(file, 128 * MIB);
    const first = run("resize2fs", [file]);
    expect(first).toMatchObject({ status: 0, said: expect.stringMatching(/is now \d+ \(\dk\) blocks long/) });
    expect(run("resize2fs", [file])).toMatchObject({ status: 0, said: expect.stringMatching(/Nothing to do!/) });
  });
});
