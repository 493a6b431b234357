import { join } from "node:path";
import type { ClusterPlan } from "../../model/cluster-plan";
import { everyLaw, LawWatch } from "../../rehearsal/laws";
import { secretsStaySecret } from "../../rehearsal/laws/secrets-stay-secret";
import type { World } from "../../rehearsal/start-world";
import { planOf } from "../engine/plan-of";
import type { Pulumi, Update, UpdateResult } from "../engine/pulumi";
import { converge } from "../recover/converge";
import { PveClient } from "../recover/pve-client";
import { exportState, type StackState } from "../recover/stack-state";
import { DialLaw } from "./dial-law";
import { armKillSwitch } from "./kill-switch";
import { describePhase, runPhase, type Phase, type PhaseFiles } from "./phase";
import { inWorld, setStage, type Stage, type StageOptions } from "./stage";

/** Told what happens while it happens. */
export interface Audience {
  phase(name: string): void;
  phaseEnded(text: string): void;
  /** A line that stays: what recovery clears up, a broken law. */
  note(text: string): void;
}

const nobody: Audience = { phase: () => undefined, phaseEnded: () => undefined, note: () => undefined };

/** Nobody is asked, and as many steps side by side as on any machine: the engine's default is four a core. */
const BATCH = ["--non-interactive", "--color", "never", "--parallel", "16"];
const YES = ["--yes", "--skip-preview"];

/** A stack, a world made for it, and the real engine between them. */
export class Rehearsal {
  readonly phases: Phase[] = [];
  readonly laws: LawWatch;
  readonly dials = new DialLaw();
  /** Laws that judge at the end, when all secrets are known. */
  readonly lateLaws = [secretsStaySecret];
  /** Whoever looks on; nobody at first. */
  audience: Audience = nobody;
  /** The plan in force; follows `editStack`. */
  plan: ClusterPlan;
  private readonly options: StageOptions;
  private readonly stage: Stage;
  private readonly disarm: () => void;
  private stackFile: string;
  private lastUpdateOk = true;

  private constructor(options: StageOptions, plan: ClusterPlan, stage: Stage) {
    this.options = options;
    this.plan = plan;
    this.stage = stage;
    this.stackFile = options.stackFile;
    const { events, clock } = stage.world.context;
    const live = everyLaw.filter((law) => !this.lateLaws.includes(law));
    this.laws = new LawWatch(
      events,
      () => clock.now(),
      [...live, this.dials.law],
      ({ law, what }) => this.audience.note(`broken law ${law}: ${what}`),
    );
    this.disarm = armKillSwitch(options.faults ?? [], events, this.pulumi);
  }

  static async start(options: StageOptions): Promise<Rehearsal> {
    const plan = planOf(options.stackFile, options.stack);
    return new Rehearsal(options, plan, await setStage(options, plan));
  }

  get world(): World {
    return this.stage.world;
  }

  get pulumi(): Pulumi {
    return this.stage.workspace.pulumi;
  }

  /** `up`; after one that failed through our recovery, as `npm run up` does it. */
  async up(name = "up"): Promise<Phase> {
    const recovering = !this.lastUpdateOk;
    const first = !this.phases.some(({ kind }) => kind === "up");
    this.laws.setPlan(this.plan);
    this.laws.phase(first ? "up" : "change", { recovering });
    const phase = await this.run(name, "up", (files) =>
      recovering ? this.convergeUp(files) : this.update("up", YES, files),
    );
    this.lastUpdateOk = phase.ok;
    this.laws.endPhase({ achieved: phase.ok });
    return phase;
  }

  /** `preview`, which after an `up` must announce nothing. */
  async preview(name = "preview"): Promise<Phase> {
    this.laws.phase("preview");
    const phase = await this.run(name, "preview", (files) => this.update("preview", [], files));
    this.laws.endPhase({ achieved: phase.ok });
    return phase;
  }

  /** `refresh`; with `previewOnly` it changes nothing and tells what drifted. */
  refresh({ previewOnly = false, name = "refresh" } = {}): Promise<Phase> {
    return this.run(name, "refresh", (files) => this.update("refresh", previewOnly ? ["--preview-only"] : YES, files));
  }

  async destroy(name = "destroy"): Promise<Phase> {
    this.laws.phase("destroy");
    const phase = await this.run(name, "destroy", (files) => this.update("destroy", YES, files));
    this.lastUpdateOk = phase.ok;
    if (phase.ok) this.laws.leftovers(this.world.proxmox.leftovers());
    this.laws.endPhase({ achieved: phase.ok });
    return phase;
  }

  /** Edits the stack file as a person would; takes effect with the next run. */
  editStack(edit: (text: string) => string): void {
    this.stackFile = edit(this.stackFile);
    this.stage.workspace.writeStackFile(inWorld(this.stackFile, this.world, this.options));
    try {
      this.plan = planOf(this.stackFile, this.options.stack);
    } catch {
      // Its mistakes are the program's to find; until it does, the plan in force stays.
    }
  }

  exportState(): Promise<StackState> {
    return exportState(this.pulumi);
  }

  /** What was caught on its way out, for the law on dialling. */
  get caught(): readonly string[] {
    return this.stage.trap.caught;
  }

  /** Ends the world and everything that still runs in it. */
  async close(): Promise<void> {
    this.disarm();
    this.pulumi.kill();
    await this.stage.close();
  }

  private async run(name: string, kind: Update, run: (files: PhaseFiles) => Promise<UpdateResult>): Promise<Phase> {
    const at = join(this.options.directory, "logs", name);
    const files = { logFile: `${at}.log`, eventLog: `${at}.events.jsonl` };
    const { clock } = this.world.context;
    this.audience.phase(name);
    const phase = await runPhase({ name, kind, clock, plan: this.plan, files }, run);
    this.audience.phaseEnded(describePhase(phase));
    this.phases.push(phase);
    return phase;
  }

  private update(kind: Update, flags: readonly string[], { logFile, eventLog }: PhaseFiles): Promise<UpdateResult> {
    return this.pulumi.update(kind, [...BATCH, ...flags], eventLog, { logFile });
  }

  private convergeUp(files: PhaseFiles): Promise<UpdateResult> {
    const { endpoint } = this.world.proxmox;
    const caFile = join(this.options.directory, "ca.pem");
    const access = { endpoint, insecure: false, apiToken: this.world.credentials.apiToken, caFile };
    const openHost = () => Promise.resolve(new PveClient(access));
    const say = (line: string): void => this.audience.note(line);
    return converge(this.pulumi, { flags: [...BATCH, ...YES], ...files, openHost, say });
  }
}
