import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../toolchain/cache-folder";

const recipe = join(__dirname, "build-image.sh");

/** What QEMU boots. */
export interface MachineImage {
  readonly disk: string;
  readonly kernel: string;
  readonly initrd: string;
}

/** The image of this recipe; a changed recipe is another image. */
function imageFolder(): string {
  const key = createHash("sha256").update(readFileSync(recipe)).digest("hex").slice(0, 16);
  return join(cacheFolder(), "conformance", key);
}

/** The image where an earlier run has put it. */
export function builtImage(): MachineImage {
  const folder = imageFolder();
  if (!existsSync(folder)) throw new Error("the machine image is not built yet: npm run test:conformance builds it");
  return { disk: join(folder, "disk.img"), kernel: join(folder, "vmlinuz"), initrd: join(folder, "initrd.img") };
}

/** Builds the image unless it is there; it appears under its name only when it is whole. */
export async function ensureImage(say: (line: string) => void): Promise<void> {
  const folder = imageFolder();
  if (existsSync(folder)) return;
  if (process.getuid?.() !== 0) throw new Error("building the machine image needs root, for the owners of its files");
  say("Building the machine image from Debian packages (about two minutes, once) …");
  mkdirSync(join(folder, ".."), { recursive: true });
  const building = mkdtempSync(`${folder}-`);
  try {
    const child = spawn("sh", [recipe, building], { stdio: ["ignore", "ignore", "inherit"] });
    const status = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
    if (status !== 0) throw new Error("the machine image was not built: see the message above");
    renameSync(building, folder);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}
