import { failed, ok, program, type Process } from "../program";
import { titleOf } from "../os-release";
import { parseFlags } from "./flags";

/** What the kernel keeps of a machine's memory. */
const RESERVED_KIB = 90_000;

function uname(args: readonly string[], { guest }: Process) {
  const { flags } = parseFlags(args, { flags: ["a", "s", "r", "n", "m", "o", "v", "p"] });
  const fields = {
    s: "Linux",
    n: guest.hostname(),
    r: guest.image.kernel.release,
    v: guest.image.kernel.build,
    m: "x86_64",
    o: "GNU/Linux",
  };
  const wanted = Object.entries(fields).filter(([flag]) => flags.has("a") || flags.has(flag));
  return ok(`${(wanted.length > 0 ? wanted : [["s", "Linux"]]).map(([, value]) => value).join(" ")}\n`);
}

function free(args: readonly string[], { guest }: Process) {
  const divisor = args.includes("-m") ? 1024 : args.includes("-g") ? 1024 ** 2 : args.includes("-b") ? 1 / 1024 : 1;
  const total = guest.hardware.memoryMiB * 1024 - RESERVED_KIB;
  const used = 400_000;
  const cells = [total, used, total - used, 4_000, 200_000, total - used].map((kib) =>
    String(Math.floor(kib / divisor)).padStart(11),
  );
  const swap = ["0", "0", "0"].map((cell) => cell.padStart(11));
  return ok(
    `               total        used        free      shared  buff/cache   available\nMem:    ${cells.join(" ")}\nSwap:   ${swap.join(" ")}\n`,
  );
}

function hostname(args: readonly string[], { guest, user }: Process) {
  const name = args.find((word) => !word.startsWith("-"));
  if (args.includes("-I")) return ok(`${guest.network.addresses().join(" ")} \n`);
  if (name === undefined) return ok(`${guest.hostname().split(".")[0]}\n`);
  if (user.uid !== 0) return failed(1, "hostname: you must be root to change the host name");
  guest.tree.write("/etc/hostname", `${name}\n`);
  return ok();
}

function hostnamectl(args: readonly string[], { guest, user }: Process) {
  const [verb = "status", name = ""] = args.filter((word) => !word.startsWith("-"));
  if (verb === "status")
    return ok(
      ` Static hostname: ${guest.hostname()}\n  Virtualization: kvm\nOperating System: ${titleOf(guest)}\n          Kernel: Linux ${guest.image.kernel.release}\n    Architecture: x86-64\n`,
    );
  if (verb === "hostname" && name === "") return ok(`${guest.hostname()}\n`);
  if (verb !== "set-hostname" && verb !== "hostname") return failed(1, `Unknown command verb ${verb}.`);
  if (user.uid !== 0) return failed(1, "Could not set static hostname: Interactive authentication required.");
  guest.tree.write("/etc/hostname", `${name}\n`);
  return ok();
}

export const hardware = [
  program("uname", uname),
  program("nproc", (_args, { guest }) => ok(`${guest.hardware.cores}\n`)),
  program("free", free),
  program("hostname", hostname),
  program("hostnamectl", hostnamectl),
  program("lspci", (_args, { guest }) =>
    ok(
      guest.hardware.pciIds
        .map((id, index) => `0${index + 1}:00.0 VGA compatible controller [0300]: [${id}]\n`)
        .join(""),
    ),
  ),
];
