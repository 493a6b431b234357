import type { StackPlan } from "../../distributions/distribution";
import { protectedOutsideVms } from "../../model/kept-vms";
import type { SimulationEvent } from "../../rehearsal/events";
import type { Simulation } from "../../rehearsal/start-simulation";
import { goingOn } from "../engine/go-on";
import type { Pulumi, UpdateOptions, UpdateResult } from "../engine/pulumi";
import { converge } from "../recover/converge";
import { waitsIn } from "../recover/maintenance";
import type { PveClient } from "../../components/pve-client";
import { HostAwayError } from "../recover/away";
import { destroyGuarded } from "../recover/destroy-guarded";
import { AddedDisksError, leaveForeign } from "../recover/leave-foreign";
import { recover, type Witnesses } from "../recover/recover";
import type { PhaseFiles } from "./phase";
import { simulationClient } from "./simulation-client";

/** The engine's commands as a rehearsal gives them. */
export class EngineRuns {
  private readonly pulumi: Pulumi;
  private readonly simulation: Simulation;
  private readonly say: (line: string) => void;
  private readonly plan: () => StackPlan;
  private readonly witnesses: Witnesses;

  constructor(pulumi: Pulumi, simulation: Simulation, say: (line: string) => void, plan: () => StackPlan) {
    this.pulumi = pulumi;
    this.simulation = simulation;
    this.say = say;
    this.plan = plan;
    this.witnesses = { openHost: this.openHost, waits: waitsIn(plan, pulumi.settings.env) };
  }

  /** `up` as `npm run up` does it. Its look at where machines are costs a second, and nobody moves any unseen here. */
  up(files: PhaseFiles): Promise<UpdateResult> {
    const isMove = (event: SimulationEvent): boolean => event.kind === "span" && event.label === "migrate";
    return this.simulation.context.events.all.some(isMove) ? this.upAfterFailure(files) : this.bareUp(files);
  }

  /** `pulumi up`, and nothing before it. */
  bareUp(files: PhaseFiles): Promise<UpdateResult> {
    return this.pulumi.update("up", goingOn(this.plan()), files);
  }

  /** `up` as `npm run up` does it: what an earlier run left is cleared first. */
  upAfterFailure(files: PhaseFiles): Promise<UpdateResult> {
    const options = goingOn(this.plan());
    return unlessRefused(() => converge(this.pulumi, { record: files, ...this.witnesses, say: this.say, options }));
  }

  preview(files: PhaseFiles, refresh: boolean): Promise<UpdateResult> {
    return this.pulumi.update("preview", { refresh }, files);
  }

  refresh(files: PhaseFiles, previewOnly: boolean): Promise<UpdateResult> {
    return this.pulumi.update(previewOnly ? "previewRefresh" : "refresh", {}, files);
  }

  /** `destroy` as `npm run destroy` does it: what is somebody else's by now is left. */
  destroy(files: PhaseFiles): Promise<UpdateResult> {
    return unlessRefused(async () => {
      const { moved } = await leaveForeign(this.pulumi, this.openHost, this.say);
      return destroyGuarded(this.pulumi, this.destroyOptions(moved), files, this.say);
    });
  }

  /** The same after a run that failed. */
  destroyAfterFailure(files: PhaseFiles): Promise<UpdateResult> {
    return unlessRefused(async () => {
      const refresh = await recover(this.pulumi, this.witnesses, this.say);
      await leaveForeign(this.pulumi, this.openHost, this.say);
      return destroyGuarded(this.pulumi, this.destroyOptions(refresh), files, this.say);
    });
  }

  /** A protected resource fails a destroy before it starts, unless the engine is told to exclude it. */
  private destroyOptions(refresh: boolean): UpdateOptions {
    return { refresh, excludeProtected: protectedOutsideVms(this.plan()).length > 0 };
  }

  private readonly openHost = (): Promise<PveClient> =>
    Promise.resolve(simulationClient(this.simulation, "program", this.pulumi.settings.env));
}

/** What a command refuses before its engine runs is how it ended, as its user sees it. */
async function unlessRefused(run: () => Promise<UpdateResult>): Promise<UpdateResult> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof AddedDisksError || error instanceof HostAwayError)) throw error;
    return { status: 1, stdout: "", stderr: error.message, seconds: 0, events: [] };
  }
}
