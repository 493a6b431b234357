import type { LinuxGuest } from "../guest";
import type { Daemon } from "./daemon";
import { JobError } from "./job-error";
import { Unit } from "./unit";
import type { UnitFile } from "./unit-file";
import { UnitFiles } from "./unit-files";
import type { Units, UnitState } from "./units";

export class UnitManager implements Units {
  readonly files: UnitFiles;
  private readonly guest: LinuxGuest;
  private readonly daemons: readonly Daemon[];
  private readonly units = new Map<string, Unit>();

  /** `generators` run before units are read, as systemd's do. */
  constructor(guest: LinuxGuest, daemons: readonly Daemon[], generators: readonly ((guest: LinuxGuest) => void)[]) {
    this.guest = guest;
    this.daemons = daemons;
    this.files = new UnitFiles(guest.tree, () => generators.forEach((generate) => generate(guest)));
  }

  state(name: string): UnitState {
    return this.units.get(name)?.state ?? "inactive";
  }

  names(): string[] {
    return [...this.units.keys()];
  }

  async start(name: string): Promise<void> {
    const file = this.need(name, "start");
    await this.unit(name).start(file);
  }

  async stop(name: string): Promise<void> {
    const unit = this.units.get(name);
    if (!unit) return void this.need(name, "stop");
    await unit.stop();
  }

  async restart(name: string): Promise<void> {
    this.need(name, "restart");
    await this.stop(name);
    await this.start(name);
  }

  private unit(name: string): Unit {
    const unit = this.units.get(name) ?? new Unit(this.guest, this.daemons, this.files);
    this.units.set(name, unit);
    return unit;
  }

  private need(name: string, verb: "start" | "stop" | "restart"): UnitFile {
    const file = this.files.find(name);
    if (!file) throw new JobError(`Failed to ${verb} ${name}: Unit ${name} not found.`, 5);
    if (verb !== "stop" && this.files.isMasked(name))
      throw new JobError(`Failed to ${verb} ${name}: Unit ${name} is masked.`, 1);
    return file;
  }
}
