import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
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

/** An empty disk. */
function disk(mib = 64): string {
  const file = join(folder, "disk.img");
  writeFileSync(file, "");
  truncateSync(file, mib * MIB);
  return file;
}

/** As df says it. */
const sizeOf = (path: string): number =>
  Number(run("df", ["-k", "--output=size", path]).said.trim().split("\n").at(-1));

/** A file system grows while it is mounted, which needs root; a variable skips that proof. */
const MOUNTS = process.env["HOMELAB_NO_MOUNTS"] !== "1" && process.getuid?.() === 0;

/** Lends a file to the kernel as a disk. */
function attach(file: string): string {
  const loop = run("losetup", ["--show", "--find", file]);
  expect({ ...loop, why: "a loop device is needed; HOMELAB_NO_MOUNTS=1 goes without it" }).toMatchObject({ status: 0 });
  return loop.said.trim();
}

describe("the real tools for growing into a resized disk", () => {
  it("grow a partition with exit status 0, find nothing to do with 1, and fail with 2", () => {
    const file = disk();
    expect(run("sfdisk", ["--quiet", file], "label: gpt\n,32MiB\n")).toMatchObject({ status: 0 });
    truncateSync(file, 128 * MIB);
    expect(run("growpart", [file, "1"])).toMatchObject({ status: 0, said: expect.stringMatching(/^CHANGED: /) });
    expect(run("growpart", [file, "1"])).toMatchObject({ status: 1, said: expect.stringMatching(/^NOCHANGE: /) });
    expect(run("growpart", [file, "3"])).toMatchObject({ status: 2, said: expect.stringMatching(/^FAILED: /) });
  });

  it("grow ext4 to its device, and report nothing to do the second time", () => {
    const file = disk();
    expect(run("mke2fs", ["-q", "-t", "ext4", file])).toMatchObject({ status: 0 });
    truncateSync(file, 128 * MIB);
    const first = run("resize2fs", [file]);
    expect(first).toMatchObject({ status: 0, said: expect.stringMatching(/is now \d+ \(\dk\) blocks long/) });
    expect(run("resize2fs", [file])).toMatchObject({ status: 0, said: expect.stringMatching(/Nothing to do!/) });
  });

  (MOUNTS ? it : it.skip)("have the number of a partition from the kernel, and none of what is no partition", () => {
    const file = disk();
    expect(run("sfdisk", ["--quiet", file], "label: gpt\n,16MiB\n,16MiB\n")).toMatchObject({ status: 0 });
    const device = attach(file);
    try {
      expect(run("partx", ["--update", device])).toMatchObject({ status: 0 });
      const name = device.replace("/dev/", "");
      expect(readFileSync(`/sys/class/block/${name}p2/partition`, "utf8")).toBe("2\n");
      expect(existsSync(`/sys/class/block/${name}/partition`)).toBe(false);
    } finally {
      run("partx", ["--delete", device]);
      run("losetup", ["--detach", device]);
    }
  });

  (MOUNTS ? it : it.skip)("grow xfs to its device while it is mounted, and change nothing the second time", () => {
    const file = disk(400);
    expect(run("mkfs.xfs", ["-q", file])).toMatchObject({ status: 0 });
    const [device, there] = [attach(file), join(folder, "mounted")];
    mkdirSync(there);
    try {
      expect(run("mount", [device, there])).toMatchObject({ status: 0 });
      const before = sizeOf(there);
      truncateSync(file, 800 * MIB);
      expect(run("losetup", ["--set-capacity", device])).toMatchObject({ status: 0 });
      const first = run("xfs_growfs", [there]);
      expect(first).toMatchObject({ status: 0, said: expect.stringMatching(/data blocks changed from \d+ to \d+/) });
      expect(sizeOf(there)).toBeGreaterThan(1.9 * before);
      const second = run("xfs_growfs", [there]);
      expect(second).toMatchObject({ status: 0, said: expect.not.stringMatching(/data blocks changed/) });
    } finally {
      run("umount", [there]);
      run("losetup", ["--detach", device]);
    }
  });
});
