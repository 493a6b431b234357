import type { LinuxGuest } from "../../guest";
import { quoteWords } from "../../shell/quote";
import { listAt, module, textAt } from "../module";

/**
 * Through apt-get, so that a package that does not exist fails as it does by hand. For any of apt's locks it waits 30 s
 * (APT_LOCK_WAIT_TIMEOUT in distros/package_management/apt.py; distros/debian.py before 23.4).
 */
export const packagesModule = module("package_update_upgrade_install", async ({ config, guest, run: runNow }) => {
  const run: typeof runNow = async (command) => {
    await aptIsFree(guest);
    return runNow(command);
  };
  const names = listAt(config, "packages").map((entry) =>
    Array.isArray(entry) ? String(entry[0]) : (textAt(entry) ?? ""),
  );
  if (config.package_update === true || config.package_upgrade === true || names.length > 0)
    await run("apt-get update");
  if (config.package_upgrade === true) await run("apt-get -y dist-upgrade");
  if (names.length === 0) return;
  const { exitCode, stderr } = await run(quoteWords(["apt-get", "--assume-yes", "--quiet", "install", ...names]));
  if (exitCode !== 0)
    throw new Error(
      `ProcessExecutionError("Unexpected error while running command.\\nCommand: ['apt-get', ..., 'install', ${names.map((name) => `'${name}'`).join(", ")}]\\nExit code: ${exitCode}\\nStderr: ${stderr.trim()}")`,
    );
});

async function aptIsFree(guest: LinuxGuest): Promise<void> {
  const { aptLocks } = guest.kernel;
  for (let waited = 0; aptLocks.held(["dpkg", "archives", "lists"]) && !guest.power.aborted; waited++) {
    if (waited >= 30) throw new Error("TimeoutError('Could not get APT lock')");
    await guest.sleep(1);
  }
}
