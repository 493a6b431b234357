import type { LinuxGuest } from "../guest";
import type { Daemon, ServiceRun } from "./daemon";
import { JobError } from "./job-error";
import type { UnitFile } from "./unit-file";
import type { UnitFiles } from "./unit-files";
import type { UnitState } from "./units";

/** One unit while the machine runs: starts, stops, and starts again after a fall as its file says. */
export class Unit {
  state: UnitState = "inactive";
  private readonly guest: LinuxGuest;
  private readonly daemons: readonly Daemon[];
  private readonly files: Pick<UnitFiles, "find">;
  /** How often it was started: an older start that ends late changes nothing. */
  private generation = 0;
  private run: ServiceRun | undefined;
  /** The start in progress: starting the unit again waits for the same job. */
  private job: Promise<void> | undefined;

  constructor(guest: LinuxGuest, daemons: readonly Daemon[], files: Pick<UnitFiles, "find">) {
    this.guest = guest;
    this.daemons = daemons;
    this.files = files;
  }

  async start(file: UnitFile): Promise<void> {
    if (this.state === "active") return;
    await (this.job ?? this.launch(file));
  }

  async stop(): Promise<void> {
    this.generation++;
    const { run } = this;
    this.run = undefined;
    this.job = undefined;
    this.state = "inactive";
    run?.stop();
    await run?.exited;
  }

  private launch(file: UnitFile): Promise<void> {
    const job = this.bringUp(file, ++this.generation).finally(() => {
      if (this.job === job) this.job = undefined;
    });
    this.job = job;
    return job;
  }

  private async bringUp(file: UnitFile, generation: number): Promise<void> {
    this.state = "activating";
    const { name, context } = this.guest;
    context.events.emit({ kind: "service", machine: name, unit: file.name, argv: [file.command()] });
    const daemon = this.daemons.find((candidate) => candidate.matches(file.command()));
    if (!daemon) {
      this.state = "active";
      return;
    }
    const run = daemon.start(this.guest, file);
    this.run = run;
    const died = run.exited.then((status) => ({ status }));
    // By the file as it is loaded then: daemon-reload counts for what runs, too.
    void died.then(({ status }) => this.ended(this.files.find(file.name) ?? file, generation, status));
    const first = await Promise.race([
      run.ready.then(
        () => undefined,
        () => died,
      ),
      died,
    ]);
    if (this.generation !== generation) throw new JobError(`Job for ${file.name} canceled.`, 1);
    if (first && first.status !== 0) throw new JobError(jobFailed(file.name), 1);
    if (!first) this.state = "active";
  }

  private ended(file: UnitFile, generation: number, status: number): void {
    if (this.generation !== generation) return;
    const oneshot = file.get("Service.Type") === "oneshot";
    const stays = oneshot && status === 0 && file.get("Service.RemainAfterExit") === "yes";
    this.state = stays ? "active" : status === 0 ? "inactive" : "failed";
    if (!oneshot)
      this.guest.journal.write(
        file.name,
        `${file.name}: Main process exited, code=exited, status=${status}/${status === 0 ? "SUCCESS" : "FAILURE"}`,
      );
    const policy = file.get("Service.Restart");
    if (policy === "always" || (policy === "on-failure" && status !== 0)) void this.restartLater(file, generation);
  }

  private async restartLater(file: UnitFile, generation: number): Promise<void> {
    this.state = "activating";
    await this.guest.sleep(Number.parseFloat(file.get("Service.RestartSec") ?? "0.1"), this.guest.power);
    if (this.guest.power.aborted || this.generation !== generation) return;
    this.guest.journal.write(file.name, `${file.name}: Scheduled restart job.`);
    await this.launch(file).catch(() => undefined);
  }
}

function jobFailed(name: string): string {
  return `Job for ${name} failed because the control process exited with error code.\nSee "systemctl status ${name}" and "journalctl -xeu ${name}" for details.`;
}
