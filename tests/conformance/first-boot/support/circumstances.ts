import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { type BootedRelease, builtImage } from "../../../../scripts/conformance/image";
import { keyOf } from "../../../../scripts/conformance/memory";
import { codeOf } from "../../support/code-of";

/** What decides a trial beside what the machine is given: the tests and stand-ins, the image, and the simulated hardware. */
export function circumstances(release: BootedRelease): string {
  const image = builtImage(release);
  const qemu = execFileSync("qemu-system-x86_64", ["--version"], { encoding: "utf8" });
  return keyOf(image.disk, String(statSync(image.disk).mtimeMs), qemu, ...codeOf(join(__dirname, "..")));
}
