import type { Guest } from "../guest";
import type { Daemon, ServiceRun } from "./daemon";
import { loadUnit, type UnitFile } from "./unit-file";

export type UnitState = "inactive" | "activating" | "active" | "failed";

interface Unit {
  state: UnitState;
  /** How often it was started: an older start that ends late changes nothing. */
  generation: number;
  run?: ServiceRun;
  /** The start under way: whoever starts the unit meanwhile waits for the same job. */
  job?: Promise<void>;
}

/** A job that did not succeed, in systemctl's words. */
export class JobError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** systemd's part in a machine: loads unit files, starts services, restarts the fallen. */
export class UnitManager {
  private readonly guest: Guest;
  private readonly daemons: readonly Daemon[];
  /** Runs before units are read again, as systemd's generators do. */
  private readonly generators: readonly ((guest: Guest) => void)[];
  private readonly loaded = new Map<string, UnitFile>();
  private readonly units = new Map<string, Unit>();

  constructor(guest: Guest, daemons: readonly Daemon[], generators: readonly ((guest: Guest) => void)[]) {
    this.guest = guest;
    this.daemons = daemons;
    this.generators = generators;
    this.reload();
  }

  reload(): void {
    for (const generate of this.generators) generate(this.guest);
    this.loaded.clear();
  }

  /** The unit as loaded: a change on disk counts only after a reload. */
  file(name: string): UnitFile | undefined {
    const known = this.loaded.get(name) ?? loadUnit(this.guest.tree, name);
    if (known) this.loaded.set(name, known);
    return known;
  }

  state(name: string): UnitState {
    return this.units.get(name)?.state ?? "inactive";
  }

  names(): string[] {
    return [...this.units.keys()];
  }

  isEnabled(name: string): boolean {
    const target = this.file(name)?.wantedBy;
    return target !== undefined && this.guest.tree.find(wantsLink(target, name)) !== undefined;
  }

  enable(name: string): string {
    const file = this.need(name, "enable");
    if (!file.wantedBy)
      return "The unit files have no installation config (WantedBy=, RequiredBy=, UpheldBy=,\nAlso=, or Alias= settings in the [Install] section, and DefaultInstance= for\ntemplate units). This means they are not meant to be enabled or disabled using systemctl.\n";
    if (this.isEnabled(name)) return "";
    const link = wantsLink(file.wantedBy, name);
    this.guest.tree.link(file.path, link);
    return `Created symlink ${link} → ${file.path}.\n`;
  }

  disable(name: string): string {
    const { wantedBy } = this.need(name, "disable");
    if (!wantedBy || !this.isEnabled(name)) return "";
    const link = wantsLink(wantedBy, name);
    this.guest.tree.remove(link);
    return `Removed "${link}".\n`;
  }

  async start(name: string): Promise<void> {
    const file = this.need(name, "start");
    const unit = this.unit(name);
    if (unit.state === "active") return;
    await (unit.job ?? this.launch(file, unit));
  }

  async stop(name: string): Promise<void> {
    const unit = this.units.get(name);
    if (!unit) return void this.need(name, "stop");
    unit.generation++;
    const { run } = unit;
    delete unit.run;
    delete unit.job;
    unit.state = "inactive";
    run?.stop();
    await run?.exited;
  }

  async restart(name: string): Promise<void> {
    this.need(name, "restart");
    await this.stop(name);
    await this.start(name);
  }

  /** Units wanted by a target at boot. */
  wanted(target: string): string[] {
    return this.guest.tree.list(`/etc/systemd/system/${target}.wants`);
  }

  private unit(name: string): Unit {
    const unit = this.units.get(name) ?? { state: "inactive" as const, generation: 0 };
    this.units.set(name, unit);
    return unit;
  }

  private need(name: string, verb: string): UnitFile {
    const file = this.file(name);
    if (file) return file;
    if (verb === "enable" || verb === "disable")
      throw new JobError(`Failed to ${verb} unit: Unit file ${name} does not exist.`, 1);
    throw new JobError(`Failed to ${verb} ${name}: Unit ${name} not found.`, 5);
  }

  private launch(file: UnitFile, unit: Unit): Promise<void> {
    const job = this.bringUp(file, unit, ++unit.generation).finally(() => {
      if (unit.job === job) delete unit.job;
    });
    unit.job = job;
    return job;
  }

  private async bringUp(file: UnitFile, unit: Unit, generation: number): Promise<void> {
    unit.state = "activating";
    const { name, context } = this.guest;
    context.events.emit({ kind: "service", machine: name, unit: file.name, argv: [file.command()] });
    const daemon = this.daemons.find((candidate) => candidate.matches(file.command()));
    if (!daemon) {
      unit.state = "active";
      return;
    }
    const run = daemon.start(this.guest, file);
    unit.run = run;
    const died = run.exited.then((status) => ({ status }));
    void died.then(({ status }) => this.ended(file, unit, generation, status));
    const first = await Promise.race([
      run.ready.then(
        () => undefined,
        () => died,
      ),
      died,
    ]);
    if (unit.generation !== generation) throw new JobError(`Job for ${file.name} canceled.`, 1);
    if (first && first.status !== 0) throw new JobError(jobFailed(file.name), 1);
    if (!first) unit.state = "active";
  }

  private ended(file: UnitFile, unit: Unit, generation: number, status: number): void {
    if (unit.generation !== generation) return;
    const oneshot = file.get("Service.Type") === "oneshot";
    const stays = oneshot && status === 0 && file.get("Service.RemainAfterExit") === "yes";
    unit.state = stays ? "active" : status === 0 ? "inactive" : "failed";
    if (!oneshot)
      this.guest.journal.write(
        file.name,
        `${file.name}: Main process exited, code=exited, status=${status}/${status === 0 ? "SUCCESS" : "FAILURE"}`,
      );
    const policy = file.get("Service.Restart");
    if (policy === "always" || (policy === "on-failure" && status !== 0))
      void this.restartLater(file, unit, generation);
  }

  private async restartLater(file: UnitFile, unit: Unit, generation: number): Promise<void> {
    unit.state = "activating";
    await this.guest.sleep(Number.parseFloat(file.get("Service.RestartSec") ?? "0.1"), this.guest.power);
    if (this.guest.power.aborted || unit.generation !== generation) return;
    this.guest.journal.write(file.name, `${file.name}: Scheduled restart job.`);
    await this.launch(file, unit).catch(() => undefined);
  }
}

function wantsLink(target: string, name: string): string {
  return `/etc/systemd/system/${target}.wants/${name}`;
}

function jobFailed(name: string): string {
  return `Job for ${name} failed because the control process exited with error code.\nSee "systemctl status ${name}" and "journalctl -xeu ${name}" for details.`;
}
