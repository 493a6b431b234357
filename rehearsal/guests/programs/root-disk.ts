import type { LinuxGuest } from "../guest";
import { failed, ok, program, type Process } from "../program";
import { parseFlags } from "./flags";

/** Ubuntu 24.04's cloud image: BIOS boot, EFI and /boot lie before the root partition. */
const OTHERS_MIB = 4 + 106 + 913 + 1;
/** What ext4 keeps for its own tables. */
const TABLES = 0.97;

const DISK = "/dev/vda";
const ROOT = `${DISK}1`;

const diskMib = ({ diskGiB }: LinuxGuest): number => Math.floor(diskGiB * 1024);
const partitionMib = ({ layout }: LinuxGuest): number => Math.floor(layout.partitionGiB * 1024) - OTHERS_MIB;
const fileSystemMib = ({ layout }: LinuxGuest): number =>
  Math.floor((layout.fileSystemGiB * 1024 - OTHERS_MIB) * TABLES);

/** What lsblk(8) knows of a device. */
function columnsOf(guest: LinuxGuest, device: string, bytes: boolean): Readonly<Record<string, string>> | undefined {
  const mib = { [DISK]: diskMib(guest), [ROOT]: partitionMib(guest) }[device];
  if (mib === undefined) return undefined;
  const size = bytes ? String(mib * 1024 ** 2) : `${Math.round((mib / 1024) * 10) / 10}G`;
  return {
    NAME: device.slice(5),
    SIZE: size,
    PKNAME: device === ROOT ? "vda" : "",
    TYPE: device === ROOT ? "part" : "disk",
  };
}

function lsblk(args: readonly string[], { guest }: Process) {
  const { flags, values, operands, unknown } = parseFlags(args, { flags: ["b", "d", "n"], values: ["o"] });
  if (unknown !== undefined) return failed(1, `lsblk: option ${unknown} is not simulated`);
  const [device = DISK] = operands;
  const columns = columnsOf(guest, device, flags.has("b"));
  if (columns === undefined) return failed(32, `lsblk: ${device}: not a block device`);
  const wanted = (values.get("o")?.[0] ?? "NAME,SIZE,TYPE").split(",");
  const head = flags.has("n") ? [] : [wanted.join(" ")];
  const below = flags.has("d") || device === ROOT ? [] : [columnsOf(guest, ROOT, flags.has("b")) ?? {}];
  return ok(
    `${[...head, ...[columns, ...below].map((row) => wanted.map((name) => row[name] ?? "").join(" "))].join("\n")}\n`,
  );
}

function df(args: readonly string[], { guest }: Process) {
  const kib = fileSystemMib(guest) * 1024;
  const used = 2_200_000;
  if (args.some((word) => word.startsWith("--output=size"))) return ok(` 1K-blocks\n${kib}\n`);
  return ok(
    `Filesystem     1K-blocks    Used Available Use% Mounted on\n${ROOT}      ${kib} ${used} ${kib - used}  ${Math.ceil((used / kib) * 100)}% /\n`,
  );
}

function findmnt(args: readonly string[]) {
  const { values, operands, unknown } = parseFlags(args, { flags: ["n"], values: ["o"] });
  if (unknown !== undefined) return failed(1, `findmnt: option ${unknown} is not simulated`);
  if (operands[0] !== "/") return failed(1, "");
  const columns: Readonly<Record<string, string>> = { SOURCE: ROOT, FSTYPE: "ext4", TARGET: "/" };
  const wanted = (values.get("o")?.[0] ?? "TARGET,SOURCE,FSTYPE").split(",");
  return ok(`${wanted.map((name) => columns[name] ?? "").join(" ")}\n`);
}

/** Exit status 1 is "nothing to do" (growpart(1)). */
function growpart([disk, number]: readonly string[], { guest, user }: Process) {
  if (user.uid !== 0) return failed(2, `FAILED: failed to get CHS from ${disk}`);
  if (disk !== DISK || number !== "1") return failed(2, `FAILED: ${disk}: does not exist`);
  const { layout } = guest;
  if (layout.partitionGiB >= guest.diskGiB)
    return { stdout: "NOCHANGE: partition 1 is size 1. it cannot be grown\n", exitCode: 1 };
  layout.partitionGiB = guest.diskGiB;
  return ok("CHANGED: partition=1 start=2099200 old: size=1 end=1 new: size=2 end=2\n");
}

function resize2fs([device]: readonly string[], { guest, user }: Process) {
  if (user.uid !== 0) return failed(1, `open: Permission denied while opening ${device}`);
  if (device !== ROOT) return failed(1, `open: No such file or directory while opening ${device}`);
  const { layout } = guest;
  const grows = layout.fileSystemGiB < layout.partitionGiB;
  layout.fileSystemGiB = layout.partitionGiB;
  const blocks = Math.floor(partitionMib(guest) * 256);
  return {
    stderr: "resize2fs 1.47.0 (5-Feb-2023)\n",
    stdout: grows
      ? `Filesystem at ${ROOT} is mounted on /; on-line resizing required\nThe filesystem on ${ROOT} is now ${blocks} (4k) blocks long.\n`
      : `The filesystem is already ${blocks} (4k) blocks long.  Nothing to do!\n`,
  };
}

/** The disk a machine boots from, as the kernel and the tools of util-linux, cloud-guest-utils and e2fsprogs see it. */
export const rootDiskPrograms = [
  program("lsblk", lsblk),
  program("df", df),
  program("findmnt", findmnt),
  program("growpart", growpart),
  program("resize2fs", resize2fs),
  program("xfs_growfs", () => failed(1, "xfs_growfs: / is not a mounted XFS filesystem")),
];
