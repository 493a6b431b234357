import { renderBootstrapScript } from "../../../../distributions/bootstrap-script";
import { exec, machine } from "../support";
import { openTerminal, type Terminal } from "./terminal";

const BOOTED_GIB = 50;

let terminal: Terminal;
beforeEach(async () => {
  terminal = await openTerminal();
});
afterEach(() => terminal.close());

const grow = (diskGiB: number): void => {
  terminal.simulation.guests.grow(machine(1).vmId, diskGiB);
};

const sizes = async () => {
  const { stdout } = await terminal.sh(
    "lsblk -b -d -n -o SIZE /dev/vda; lsblk -b -d -n -o SIZE /dev/vda1; df -k --output=size / | tail -n 1",
  );
  const [disk = 0, partition = 0, fileSystemKiB = 0] = stdout.trim().split(/\s+/).map(Number);
  const gib = 1024 ** 3;
  return {
    disk: disk / gib,
    partition: Math.round(partition / gib),
    fileSystem: Math.round(fileSystemKiB / 1024 ** 2),
  };
};

/** The part of the program's scripts that does it, run as they are: on stdin, as root. */
const fillDisk = (diskGiB: number) => {
  const script = renderBootstrapScript({
    parts: ["root-disk"],
    variables: { NODE_NAME: "worker-1", MACHINE_SIZE: "", CORES: "1", DISK_GIB: String(diskGiB) },
  });
  return exec(terminal.client, "sudo -n sh -s -- grow_root", script);
};

test("cloud-init grows the root partition at the first boot", async () => {
  expect(await sizes()).toEqual({ disk: BOOTED_GIB, partition: 49, fileSystem: 48 });
});

test("a disk that grows later grows neither its partition nor its file system", async () => {
  grow(80);
  expect(await sizes()).toEqual({ disk: 80, partition: 49, fileSystem: 48 });
});

test("the program's script grows both online, and does nothing the second time", async () => {
  grow(80);
  expect(await fillDisk(80)).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/: \/ had 48670 MiB, now 78469 MiB\n$/),
  });
  expect(await sizes()).toEqual({ disk: 80, partition: 79, fileSystem: 77 });
  expect(await fillDisk(80)).toMatchObject({ code: 0, stderr: "worker-1: fill the disk (80 GiB)\n" });
});

test("a partition grown by an interrupted run gets its file system grown by the next", async () => {
  grow(80);
  await terminal.root("growpart /dev/vda 1");
  expect(await sizes()).toMatchObject({ partition: 79, fileSystem: 48 });
  expect(await fillDisk(80)).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/: \/ had 48670 MiB, now 78469 MiB\n$/),
  });
});

test("a machine that does not see its disk grow is named, with the size it sees", async () => {
  const { code, stderr } = await fillDisk(80);
  expect(code).toBe(1);
  expect(stderr).toContain(
    'worker-1: step "fill the disk (80 GiB)" failed: /dev/vda has 51200 MiB, 80 GiB are planned; the machine does not see that its disk grew: restart it',
  );
});

test("growpart's exit status says that there is nothing to do", async () => {
  expect(await terminal.root("growpart /dev/vda 1")).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^NOCHANGE: /),
  });
});

test("a little growth is handled as well as a lot", async () => {
  grow(51);
  expect(await fillDisk(51)).toMatchObject({ code: 0, stderr: expect.stringMatching(/ had \d+ MiB, now \d+ MiB\n$/) });
});
