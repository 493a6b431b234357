import { applyInstall, applyRemove } from "../../packages/apply";
import { DpkgDatabase } from "../../packages/dpkg-database";
import type { Offer } from "../../packages/package-index";
import { refresh } from "../../packages/refresh";
import { AptError, planInstall } from "../../packages/transaction";
import { failed, ok, program, type Outcome, type Process } from "../../program";
import { parseFlags, type Parsed } from "../flags";

const grammar = {
  flags: [
    ..."y q qq f s m u V".split(" "),
    ..."yes quiet assume-yes no-install-recommends purge allow-downgrades allow-change-held-packages".split(" "),
    ..."no-upgrade only-upgrade reinstall auto-remove autoremove fix-broken simulate".split(" "),
  ],
  values: ["o", "option", "t", "target-release"],
};

async function aptGet(args: readonly string[], process: Process): Promise<Outcome> {
  const parsed = parseFlags(args, grammar);
  const [verb = "", ...names] = parsed.operands;
  if (parsed.unknown !== undefined)
    return failed(
      100,
      `E: Command line option ${parsed.unknown} is not understood in combination with the other options`,
    );
  if (process.user.uid !== 0)
    return failed(
      100,
      "E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)\nE: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?",
    );
  if (verb === "update") return update(process);
  if (["upgrade", "dist-upgrade", "full-upgrade", "autoremove", "clean", "autoclean"].includes(verb))
    return ok("Reading package lists...\n");
  if (verb === "install") return locked(parsed, process, () => install(names, parsed, process));
  if (verb === "remove" || verb === "purge" || verb === "autopurge")
    return locked(parsed, process, () => remove(names, parsed, process));
  return failed(100, `E: Invalid operation ${verb}`);
}

/** For the lists' lock nobody waits, whatever DPkg::Lock::Timeout says. Tried with apt 2.6.1. */
async function update(process: Process): Promise<Outcome> {
  const { aptLocks } = process.guest.kernel;
  if (aptLocks.held(["lists"]))
    return failed(100, `E: ${aptLocks.complaint("lists")}\nE: Unable to lock directory /var/lib/apt/lists/`);
  return aptLocks.during(["lists"], "apt-get", () => refresh(process));
}

/** dpkg's lock is waited for as long as DPkg::Lock::Timeout says, that of the archives never. */
async function locked(parsed: Parsed, process: Process, work: () => Promise<Outcome>): Promise<Outcome> {
  const { aptLocks } = process.guest.kernel;
  const seconds = lockTimeout(parsed);
  for (let waited = 0; aptLocks.held(["dpkg"]) && waited < seconds && !process.signal.aborted; waited++)
    await process.guest.sleep(1, process.signal);
  if (aptLocks.held(["dpkg"])) {
    const words = seconds > 0 ? [] : [`E: ${aptLocks.complaint("dpkg")}`];
    const end =
      "E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?";
    return failed(100, [...words, end].join("\n"));
  }
  if (aptLocks.held(["archives"]))
    return failed(100, `E: ${aptLocks.complaint("archives")}\nE: Unable to lock directory /var/cache/apt/archives/`);
  return aptLocks.during(["dpkg", "archives"], "apt-get", work);
}

function lockTimeout({ values }: Parsed): number {
  const options = [...(values.get("o") ?? []), ...(values.get("option") ?? [])];
  const [seconds] = options.flatMap((option) => /^DPkg::Lock::Timeout=(\d+)$/i.exec(option)?.[1] ?? []).slice(-1);
  return Number(seconds ?? 0);
}

async function install(names: readonly string[], { flags }: Parsed, process: Process): Promise<Outcome> {
  const head = "Reading package lists...\nBuilding dependency tree...\nReading state information...\n";
  try {
    const changes = planInstall(process.guest, names, {
      changeHeld: flags.has("allow-change-held-packages"),
      downgrade: flags.has("allow-downgrades"),
    });
    await download(changes, process);
    await applyInstall(process.guest, changes);
    return ok(head + [...changes].map(([name, { version }]) => `Setting up ${name} (${version}) ...\n`).join(""));
  } catch (error) {
    if (!(error instanceof AptError)) throw error;
    return { stdout: head, ...failed(100, error.message) };
  }
}

/** Packages of the system's own archive are part of cloud-init's time; those of other archives are downloaded as artifacts are. */
async function download(changes: ReadonlyMap<string, Offer>, { guest, signal }: Process): Promise<void> {
  const [first] = changes.values();
  if (first && !guest.fabric.reachesInternet(guest.network)) throw new AptError(unreachable(first));
  const foreign = [...changes].filter(([, { origin }]) => origin !== guest.image.archive.origin).map(([name]) => name);
  if (foreign.length === 0) return;
  const { events, latencies } = guest.context;
  await events.span(guest.name, `download ${foreign.join(", ")}`, latencies.artifactDownload, () =>
    guest.sleep(latencies.artifactDownload / Math.max(latencies.guestSecond, 0.001), signal),
  );
}

function unreachable({ name, version, origin }: Offer): string {
  const [archive = ""] = origin.split(" ");
  const { hostname } = new URL(archive);
  return [
    `E: Failed to fetch ${archive}/${name}_${version}_amd64.deb  Temporary failure resolving '${hostname}'`,
    "E: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?",
  ].join("\n");
}

async function remove(names: readonly string[], { flags }: Parsed, process: Process): Promise<Outcome> {
  const database = new DpkgDatabase(process.guest.tree);
  const present = names.filter((name) => database.version(name) !== undefined);
  const held = database.holds().filter((name) => present.includes(name));
  if (held.length > 0 && !flags.has("allow-change-held-packages"))
    return failed(100, "E: Held packages were changed and -y was used without --allow-change-held-packages.");
  await applyRemove(process.guest, present);
  database.setHolds(database.holds().filter((name) => !present.includes(name)));
  return ok(`Reading package lists...\n${present.map((name) => `Removing ${name} ...\n`).join("")}`);
}

export const aptGetTools = [program("apt-get", aptGet), program("apt", aptGet)];
