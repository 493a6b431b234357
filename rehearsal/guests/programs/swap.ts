import type { LinuxGuest } from "../guest";
import { failed, ok, program, type Outcome, type Process } from "../program";

/** Takes every swap area of /etc/fstab into use, as booting does. */
export function activateSwaps(guest: LinuxGuest): void {
  for (const path of configured(guest)) guest.kernel.swaps.add(path);
}

function configured({ tree }: LinuxGuest): string[] {
  return (tree.read("/etc/fstab") ?? "").split("\n").flatMap((line) => {
    const [path = "", , type] = line.trim().split(/\s+/);
    return type === "swap" && !path.startsWith("#") && tree.exists(path) ? [path] : [];
  });
}

function swapon(args: readonly string[], { guest, user }: Process): Outcome {
  const { swaps } = guest.kernel;
  if (args.includes("--show") || args.includes("-s") || args.length === 0) {
    const rows = [...swaps].map((path) => `${path} file   2G   0B   -2\n`).join("");
    return ok(rows === "" ? "" : `${args.includes("--noheadings") ? "" : "NAME      TYPE SIZE USED PRIO\n"}${rows}`);
  }
  if (user.uid !== 0) return failed(2, "swapon: Not superuser.");
  if (args.includes("-a") || args.includes("--all")) activateSwaps(guest);
  for (const path of args.filter((word) => !word.startsWith("-"))) {
    if (!guest.tree.exists(path)) return failed(255, `swapon: cannot open ${path}: No such file or directory`);
    swaps.add(path);
  }
  return ok();
}

function swapoff(args: readonly string[], { guest, user }: Process): Outcome {
  const { swaps } = guest.kernel;
  if (user.uid !== 0) return failed(2, "swapoff: Not superuser.");
  if (args.includes("-a") || args.includes("--all")) swaps.clear();
  for (const path of args.filter((word) => !word.startsWith("-")))
    if (!swaps.delete(path)) return failed(4, `swapoff: ${path}: swapoff failed: Invalid argument`);
  return ok();
}

export const swap = [program("swapon", swapon), program("swapoff", swapoff)];
