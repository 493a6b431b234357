import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../model/cache-folder";

const recipe = join(__dirname, "build-image.sh");

/** What QEMU boots. */
export interface MachineImage {
  readonly disk: string;
  readonly kernel: string;
  readonly initrd: string;
}

/** What machines boot, by VERSION_ID of its /etc/os-release. */
const codenames = { "12": "bookworm", "13": "trixie" } as const;

export type BootedRelease = keyof typeof codenames;

/** The image of a release, of this recipe; a changed recipe is another image. */
function imageFolder(release: BootedRelease): string {
  const key = createHash("sha256").update(readFileSync(recipe)).digest("hex").slice(0, 16);
  return join(cacheFolder(), "conformance", `${key}-${release}`);
}

/** The image where an earlier run has put it. */
export function builtImage(release: BootedRelease): MachineImage {
  const folder = imageFolder(release);
  if (!existsSync(folder)) throw new Error("the machine image is not built yet: npm run test:conformance builds it");
  return { disk: join(folder, "disk.img"), kernel: join(folder, "vmlinuz"), initrd: join(folder, "initrd.img") };
}

/** Builds the images that are not there; both at once, as each mostly waits for packages. */
export async function ensureImages(say: (line: string) => void): Promise<void> {
  const missing = (Object.keys(codenames) as BootedRelease[]).filter((release) => !existsSync(imageFolder(release)));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) throw new Error("building the machine images needs root, to set file owners");
  say("Building the machine images from Debian packages (about three minutes, once) …");
  await Promise.all(missing.map(build));
}

/** It appears under its name only when it is whole. */
async function build(release: BootedRelease): Promise<void> {
  const folder = imageFolder(release);
  mkdirSync(join(folder, ".."), { recursive: true });
  const building = mkdtempSync(`${folder}-`);
  try {
    const child = spawn("sh", [recipe, codenames[release], building], { stdio: ["ignore", "ignore", "inherit"] });
    const status = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
    if (status !== 0) throw new Error("building the machine image failed: see the message above");
    renameSync(building, folder);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}
