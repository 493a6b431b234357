import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scriptPart } from "../../distributions/bootstrap-script";

jest.setTimeout(60_000);

/** Holds a lock as apt and dpkg do until its stdin ends; flock(1) would take another kind. */
const HOLDER = `import fcntl, sys
held = open(sys.argv[1], "w")
fcntl.lockf(held, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
`;

const PACKAGE =
  "Package: kubelet\nStatus: install ok installed\nMaintainer: nobody\nArchitecture: all\nVersion: 1.0\nDescription: x\n";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "homelab-apt-"));
  const below =
    "state/lists/partial cache/archives/partial etc/apt.conf.d etc/sources.list.d etc/preferences.d dpkg/updates dpkg/info";
  for (const path of below.split(" ")) mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, "dpkg/status"), PACKAGE);
  for (const name of ["lock", "lock-frontend", "available"]) writeFileSync(join(folder, "dpkg", name), "");
  writeFileSync(join(folder, "etc/sources.list"), "");
  const settings = {
    "Dir::State": "state",
    "Dir::State::status": "dpkg/status",
    "Dir::Cache": "cache",
    "Dir::Etc": "etc",
  };
  const lines = Object.entries(settings).map(([key, path]) => `${key} "${folder}/${path}";`);
  writeFileSync(join(folder, "apt.conf"), [...lines, `DPkg::Options:: "--admindir=${folder}/dpkg";`, ""].join("\n"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ran {
  readonly code: number | null;
  readonly stderr: string;
}

/** Runs the install script's own function while somebody holds the lock, and lets go of it where the script would sleep. */
async function whileHeld(lock: string, command: string): Promise<Ran> {
  const holder = spawn("python3", ["-c", HOLDER, join(folder, lock)], { stdio: ["pipe", "pipe", "inherit"] });
  await new Promise((resolve) => holder.stdout.once("data", resolve));
  const gone = new Promise((resolve) => holder.once("close", resolve));
  const shell = spawn("sh", ["-s"], { env: { ...process.env, APT_CONFIG: join(folder, "apt.conf") } });
  let stderr = "";
  shell.stderr.on("data", (text: Buffer) => {
    stderr += text.toString();
    if (stderr.includes("waits for another apt")) holder.stdin.end();
  });
  const stopped = `sleep() { while kill -0 ${holder.pid} 2>/dev/null; do :; done; }`;
  const functions = [scriptPart("common"), scriptPart("os/apt")];
  shell.stdin.end(["NODE_NAME=n", ...functions, stopped, `patiently 600 ${command}`, ""].join("\n"));
  const code = await new Promise<number | null>((resolve) => shell.once("close", resolve));
  holder.stdin.end();
  await gone;
  return { code, stderr };
}

// Each of these is locked in its own way, and apt's own DPkg::Lock::Timeout covers but one of them.
it.each([
  ["dpkg/lock-frontend", "apt-get -q -y install kubelet"],
  ["dpkg/lock", "apt-get -q -y install kubelet"],
  ["state/lists/lock", "apt-get -q -y update"],
  ["cache/archives/lock", "apt-get -q -y install kubelet"],
  ["dpkg/lock-frontend", "apt-mark hold kubelet"],
])("waits for the holder of apt's lock, and says so (%s, %s)", async (lock, command) => {
  const { code, stderr } = await whileHeld(lock, command);
  expect(stderr).toMatch(/^n: waits for another apt: .*lock/);
  expect(code).toBe(0);
});

it("gives up at once on anything else", () => {
  const lines = [scriptPart("common"), scriptPart("os/apt"), "patiently 600 apt-mark hold nothing || echo $?"];
  const env = { ...process.env, APT_CONFIG: join(folder, "apt.conf") };
  const { stdout } = spawnSync("sh", ["-s"], { input: `NODE_NAME=n\n${lines.join("\n")}\n`, encoding: "utf8", env });
  expect(stdout).toBe("1\n");
});
