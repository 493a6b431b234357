import { join } from "node:path";
import type { StackPlan } from "../../distributions/distribution";
import { isExpectedToStay } from "../../rehearsal/expected-to-stay";
import type { PlatformState } from "../../rehearsal/platform/platform-state";
import { readPlatform } from "../../rehearsal/platform/read-platform";
import type { SimulationFaults } from "../../rehearsal/faults";
import type { InvariantWatch } from "../../rehearsal/invariants";
import type { Simulation } from "../../rehearsal/start-simulation";
import type { Pulumi, Update, UpdateResult } from "../engine/pulumi";
import { exportState, type StackState } from "../recover/stack-state";
import type { PveClient } from "../../components/pve-client";
import { nobody, type Observer } from "./observer";
import { attachCsiVolumes } from "./csi-volumes";
import { DialInvariant } from "./dial-invariant";
import { EngineRuns } from "./engine-runs";
import { formatFault } from "./fault-argument";
import { armKillSwitch, killFaults } from "./kill-switch";
import { watchInvariants } from "./watch-invariants";
import { describePhase, runPhase, type Phase, type PhaseFiles } from "./phase";
import { StackInForce } from "./stack-in-force";
import type { StackSecrets } from "./stack-secrets";
import { armStallWatch, STALLED_AFTER_SECONDS } from "./stall-watch";
import { inSimulation, openSession, type RehearsalSession, type SessionOptions } from "./session";
import { simulationClient } from "./simulation-client";

/** A stack, a simulation made for it, and the real engine between them. */
export class Rehearsal {
  readonly phases: Phase[] = [];
  readonly invariants: InvariantWatch;
  readonly dials = new DialInvariant();
  /** The observer; none at first. */
  observer: Observer = nobody;
  private readonly options: SessionOptions;
  private readonly file: StackInForce;
  private readonly session: RehearsalSession;
  private readonly engine: EngineRuns;
  private readonly killing: SimulationFaults;
  private readonly disarm: readonly (() => void)[];
  private lastUpdateOk = true;
  /** What ran on the cluster at the end of the last `up` that succeeded. */
  platform: PlatformState | undefined;

  private constructor(options: SessionOptions, file: StackInForce, session: RehearsalSession) {
    this.options = options;
    this.file = file;
    this.session = session;
    const { context } = session.simulation;
    const note = (line: string): void => this.observer.note(line);
    this.invariants = watchInvariants(context, this.dials, note);
    this.engine = new EngineRuns(this.pulumi, session.simulation, note, () => this.plan);
    this.killing = killFaults(options.faults ?? []);
    this.disarm = [
      armKillSwitch(this.killing, context.events, this.pulumi),
      armStallWatch(context.events, this.pulumi, options.stalledAfterSeconds ?? STALLED_AFTER_SECONDS, note),
    ];
  }

  static async start(options: SessionOptions): Promise<Rehearsal> {
    const file = new StackInForce(options.stack, options.stackFile);
    return new Rehearsal(options, file, await openSession(options, file.plan));
  }

  /** The plan in force; follows `editStack`. */
  get plan(): StackPlan {
    return this.file.plan;
  }

  get simulation(): Simulation {
    return this.session.simulation;
  }

  get pulumi(): Pulumi {
    return this.session.workspace.pulumi;
  }

  /** Where files may lie that nobody else should read; gone with the rehearsal. */
  get privateFolder(): string {
    return this.session.workspace.run.folder;
  }

  /** The secrets the stack was given. */
  get stackSecrets(): StackSecrets {
    return this.session.secrets;
  }

  /** `up`; after one that failed through our recovery, as `npm run up` does it, or `bare`, as `pulumi up` does it. */
  async up(name = "up", { bare = false } = {}): Promise<Phase> {
    const recovering = !this.lastUpdateOk;
    const first = !this.phases.some(({ kind }) => kind === "up");
    this.invariants.setPlan(this.plan);
    this.invariants.phase(first ? "up" : "change", { recovering });
    const phase = await this.run(name, "up", (files) =>
      bare ? this.engine.bareUp(files) : recovering ? this.engine.upAfterFailure(files) : this.engine.up(files),
    );
    this.updated(phase);
    if (phase.ok) await this.lookAtPlatform();
    this.invariants.endPhase({ achieved: phase.ok });
    if (phase.ok) await attachCsiVolumes(this.administrator, this.plan);
    return phase;
  }

  /** What runs on the cluster now, where a real API server can tell. */
  private async lookAtPlatform(): Promise<void> {
    const { realApi } = this.simulation.context;
    const cluster = this.simulation.clusters.all().at(-1);
    if (!realApi || !cluster) return;
    this.platform = await readPlatform((method, path) => realApi.ask(cluster.id, method, path));
    this.invariants.platform(this.platform);
  }

  /** A run that was refused before the engine began has left nothing unfinished. */
  private updated({ ok, result }: Phase): void {
    if (result.events.length > 0) this.lastUpdateOk = ok;
  }

  /** The host for another user of it. */
  get administrator(): PveClient {
    return simulationClient(this.simulation, "administrator", this.pulumi.settings.env);
  }

  /** `preview`; with `refresh` it looks at what there is first, instead of at what was stored of it. */
  async preview(name = "preview", { refresh = false } = {}): Promise<Phase> {
    this.invariants.phase("preview");
    const phase = await this.run(name, "preview", (files) => this.engine.preview(files, refresh));
    this.invariants.endPhase({ achieved: phase.ok });
    return phase;
  }

  /** `refresh`; with `previewOnly` it changes nothing and tells what drifted. */
  refresh({ previewOnly = false, name = "refresh" } = {}): Promise<Phase> {
    return this.run(name, "refresh", (files) => this.engine.refresh(files, previewOnly));
  }

  async destroy(name = "destroy"): Promise<Phase> {
    const recovering = !this.lastUpdateOk;
    this.invariants.phase("destroy", { recovering });
    const phase = await this.run(name, "destroy", (files) =>
      recovering ? this.engine.destroyAfterFailure(files) : this.engine.destroy(files),
    );
    this.updated(phase);
    if (phase.ok) this.invariants.leftovers(this.leftovers);
    this.invariants.endPhase({ achieved: phase.ok });
    return phase;
  }

  /** What is wrong with the faults that were arranged: those that never struck proved nothing. */
  get faultsThatNeverStruck(): string[] {
    const waiting = [...this.simulation.context.faults.waiting, ...this.killing.waiting];
    return waiting.map(({ fault, occasions }) => {
      const came = occasions === 0 ? "no occasion for it" : `only ${occasions} occasion(s) for it, not ${fault.nth}`;
      return `the fault ${formatFault(fault)} never happened: ${came}`;
    });
  }

  /** What a destroy should not have left; what is protected stays with what it needs. */
  get leftovers(): string[] {
    return this.simulation.proxmox.leftovers().filter((item) => !isExpectedToStay(item, this.plan));
  }

  /** Edits the stack file as a person would; takes effect with the next run. */
  editStack(edit: (text: string) => string): void {
    const text = this.file.edit(edit);
    this.session.charts.serve(this.plan.platform);
    this.session.workspace.writeStackFile(inSimulation(text, this.simulation, this.options));
  }

  exportState(): Promise<StackState> {
    return exportState(this.pulumi);
  }

  /** What was caught on its way out, for the invariant on dialling. */
  get caught(): readonly string[] {
    return this.session.trap.caught;
  }

  /** What was fetched from chart repositories, in order. */
  get chartRequests(): readonly string[] {
    return this.session.charts.requests;
  }

  /** Ends the simulation and everything that still runs in it. */
  async close(): Promise<void> {
    for (const disarm of this.disarm) disarm();
    this.pulumi.end();
    await this.session.close();
  }

  private async run(name: string, kind: Update, run: (files: PhaseFiles) => Promise<UpdateResult>): Promise<Phase> {
    const at = join(this.options.directory, "logs", name);
    const files = { logFile: `${at}.log`, eventLog: `${at}.events.jsonl` };
    const { clock, outages } = this.simulation.context;
    outages.mend();
    this.observer.phase(name);
    const phase = await runPhase({ name, kind, clock, plan: this.plan, files }, run);
    this.observer.phaseEnded(describePhase(phase));
    this.phases.push(phase);
    return phase;
  }
}
