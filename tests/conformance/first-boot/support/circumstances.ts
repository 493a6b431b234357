import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { builtImage } from "../../../../scripts/conformance/image";
import { keyOf } from "../../../../scripts/conformance/memory";

const firstBoot = join(__dirname, "..");

/** What decides a trial beside what the machine is given: the tests and stand-ins, the image, and the simulated hardware. */
export function circumstances(): string {
  const names = readdirSync(firstBoot, { recursive: true, encoding: "utf8" }).sort();
  const files = names.map((name) => join(firstBoot, name)).filter((path) => statSync(path).isFile());
  const image = builtImage();
  const qemu = execFileSync("qemu-system-x86_64", ["--version"], { encoding: "utf8" });
  return keyOf(
    image.disk,
    String(statSync(image.disk).mtimeMs),
    qemu,
    ...files.map((file) => readFileSync(file, "utf8")),
  );
}
