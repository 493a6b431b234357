import type { ApiClient } from "../api-client";
import { programOf, type ContainerProgram, type PlayedProgram } from "./container-program";
import { ContainerRun, now } from "./container-run";
import { isPulledAlways, type Images } from "./images";
import { isMirror, pathOf, type BoundPod, type ContainerSpec } from "./pod";
import { podStatus } from "./pod-status";
import { unconfigurable, unmountable } from "./sources";

/** What a pod's life needs of the machine that it is on. */
export interface PodHost {
  readonly api: Pick<ApiClient, "ask">;
  readonly machine: string;
  readonly images: Images;
  readonly played: PlayedProgram;
  readonly hostIP: string;
  /** How long an image takes to come, in milliseconds. */
  readonly pullMs: number;
  podIP(pod: BoundPod): string;
  /** Seconds of the simulation; ends early when the signal is aborted. */
  sleep(seconds: number, signal: AbortSignal): Promise<void>;
  /** Resolves when the kubelet reaches the API server. */
  reports(signal: AbortSignal): Promise<void>;
}

/** How often what is missing is looked for again. */
const RETRY_SECONDS = 10;
const SANDBOX_SECONDS = 1;
/** Programs stop when asked to. */
const STOP_SECONDS = 1;
const BACK_OFF = { first: 10, most: 300 } as const;

/** The life of one pod on its node: as a kubelet lives it, without the containers. */
export class PodWorker {
  pod: BoundPod;
  readonly inits: readonly ContainerRun[];
  readonly mains: readonly ContainerRun[];
  private readonly host: PodHost;
  private readonly life = new AbortController();
  private readonly startedAt = now();
  private podIP: string | undefined;
  private ending = false;
  private reported = "";
  private writing: Promise<void> = Promise.resolve();

  /** `before` is what ran of it before its machine went down. */
  constructor(pod: BoundPod, host: PodHost, before?: PodWorker) {
    this.pod = pod;
    this.host = host;
    const { containers, initContainers = [] } = pod.spec;
    const waiting = initContainers.length > 0 ? "PodInitializing" : "ContainerCreating";
    this.inits = before?.inits ?? initContainers.map((spec) => new ContainerRun(spec, waiting));
    this.mains = before?.mains ?? containers.map((spec) => new ContainerRun(spec, waiting));
    void this.live();
  }

  /** The machine went down: nobody tells of it. */
  stop(): void {
    this.life.abort();
    for (const run of [...this.inits, ...this.mains]) run.dies();
  }

  /** It is being deleted: its programs are stopped, then it is removed. */
  async terminate(): Promise<void> {
    if (this.ending) return;
    this.ending = true;
    this.life.abort();
    const gone = new AbortController().signal;
    await this.host.reports(gone);
    const { deletionGracePeriodSeconds: grace = 30 } = this.pod.metadata;
    await this.host.sleep(Math.min(grace, STOP_SECONDS), gone);
    for (const run of [...this.inits, ...this.mains]) if (run.runs) run.ends(0);
    await this.report();
    const body = { kind: "DeleteOptions", apiVersion: "v1", gracePeriodSeconds: 0, preconditions: { uid: this.uid } };
    await this.host.api.ask("DELETE", pathOf(this.pod), body);
  }

  logOf(container: string): string | undefined {
    return [...this.inits, ...this.mains].find(({ spec }) => spec.name === container)?.log;
  }

  private get uid(): string {
    return this.pod.metadata.uid;
  }

  private get over(): boolean {
    return this.life.signal.aborted;
  }

  private async live(): Promise<void> {
    await this.report();
    await this.mounted();
    await this.sleep(SANDBOX_SECONDS);
    if (this.over) return;
    this.podIP = this.host.podIP(this.pod);
    for (const run of this.inits) {
      if (run.spec.restartPolicy === "Always") await this.begun(run);
      else if (!(await this.done(run))) return;
    }
    for (const run of this.mains) void this.keptRunning(run);
  }

  private async mounted(): Promise<void> {
    for (;;) {
      const why = this.over ? undefined : await unmountable(this.host.api, this.pod).catch(() => undefined);
      if (why === undefined) return;
      this.warn("FailedMount", why);
      await this.sleep(RETRY_SECONDS);
    }
  }

  /** A sidecar: the next one does not wait for its end. */
  private begun(run: ContainerRun): Promise<void> {
    return new Promise((resolve) => void this.keptRunning(run, resolve));
  }

  /** An init container: whether it did what it should. */
  private async done(run: ContainerRun): Promise<boolean> {
    await this.keptRunning(run);
    return run.ended?.exitCode === 0;
  }

  private async keptRunning(run: ContainerRun, begun: () => void = () => undefined): Promise<void> {
    for (let crashes = 0; !this.over; crashes++) {
      if (!(await this.prepared(run))) return;
      const program = programOf(this.pod, run.spec, this.host.played);
      await this.ran(run, program, begun);
      if (this.over || !this.restarts(run, program.exitCode)) return;
      run.restarts++;
      if (crashes > 0) await this.crashLoop(run, crashes - 1);
    }
  }

  private restarts({ spec }: ContainerRun, exitCode: number): boolean {
    const isSidecar = spec.restartPolicy === "Always";
    const { restartPolicy = "Always" } = this.pod.spec;
    if (isSidecar || (restartPolicy === "Always" && this.pod.spec.containers.includes(spec))) return true;
    return exitCode !== 0 && restartPolicy !== "Never";
  }

  private async ran(run: ContainerRun, program: ContainerProgram, begun: () => void): Promise<void> {
    const { readySeconds, runsSeconds, exitCode, log } = program;
    run.begins();
    run.log += log;
    run.ready = readySeconds === 0;
    begun();
    await this.report();
    const isReadyInTime = readySeconds > 0 && readySeconds < runsSeconds;
    if (isReadyInTime) await this.becomesReady(run, readySeconds);
    await this.sleep(runsSeconds - (isReadyInTime ? readySeconds : 0));
    if (this.over) return;
    run.ends(exitCode);
    await this.report();
  }

  private async becomesReady(run: ContainerRun, seconds: number): Promise<void> {
    await this.sleep(seconds);
    if (this.over) return;
    run.ready = true;
    await this.report();
  }

  private async crashLoop(run: ContainerRun, crashes: number): Promise<void> {
    const seconds = Math.min(BACK_OFF.most, BACK_OFF.first * 2 ** crashes);
    const where = `${run.spec.name} pod=${this.pod.metadata.name}_${this.pod.metadata.namespace}(${this.uid})`;
    run.waits("CrashLoopBackOff", `back-off ${seconds}s restarting failed container=${where}`);
    this.warn("BackOff", `Back-off restarting failed container ${run.spec.name} in pod ${where.split("pod=")[1]}`);
    await this.report();
    await this.sleep(seconds);
  }

  /** Its image is there, and what it gets its environment from. */
  private async prepared(run: ContainerRun): Promise<boolean> {
    if (!(await this.pulled(run))) return false;
    for (;;) {
      const why = this.over
        ? undefined
        : await unconfigurable(this.host.api, this.pod, run.spec).catch(() => undefined);
      if (why === undefined) return !this.over;
      run.waits("CreateContainerConfigError", why);
      this.warn("Failed", `Error: ${why}`);
      await this.report();
      await this.sleep(RETRY_SECONDS);
    }
  }

  private async pulled(run: ContainerRun): Promise<boolean> {
    const { image, imagePullPolicy } = run.spec;
    for (let failures = 0; !this.over; failures++) {
      if (!this.needsPull(run.spec)) return true;
      if (imagePullPolicy === "Never") return this.never(run);
      await this.host.sleep(this.host.pullMs, this.life.signal);
      const failure = this.host.images.pull(this.host.machine, image);
      if (!failure) return !this.over;
      run.waits("ErrImagePull", failure.message);
      this.warn("Failed", `Failed to pull image "${image}": ${failure.message}`);
      await this.report();
      run.waits("ImagePullBackOff", `Back-off pulling image "${image}": ErrImagePull: ${failure.message}`);
      await this.report();
      await this.sleep(Math.min(BACK_OFF.most, BACK_OFF.first * 2 ** failures));
    }
    return false;
  }

  /** What the distribution brings is on the node before anything runs. */
  private needsPull({ image, imagePullPolicy }: ContainerSpec): boolean {
    const isThere = isMirror(this.pod) || this.host.images.isThere(this.host.machine, image);
    return !isThere || isPulledAlways(image, imagePullPolicy);
  }

  private async never(run: ContainerRun): Promise<false> {
    run.waits("ErrImageNeverPull", `Container image "${run.spec.image}" is not present with pull policy of Never`);
    await this.report();
    return false;
  }

  private sleep(seconds: number): Promise<void> {
    if (seconds === Infinity) return untilAborted(this.life.signal);
    return this.host.sleep(seconds, this.life.signal);
  }

  /** Tells the API server how it stands, one time after another, as soon as it can be told. */
  private report(): Promise<void> {
    this.writing = this.writing.then(() => this.write()).catch(() => undefined);
    return this.writing;
  }

  private async write(): Promise<void> {
    const { signal } = this.life;
    if (this.over && !this.ending) return;
    await this.host.reports(this.ending ? new AbortController().signal : signal);
    const { pod, inits, mains, startedAt, podIP } = this;
    const status = podStatus({ pod, inits, mains, startedAt, hostIP: this.host.hostIP, podIP });
    const text = JSON.stringify(status).replace(/"lastTransitionTime":"[^"]*"/g, "");
    if (this.reported === text) return;
    const patch = { metadata: { uid: this.uid }, status };
    const { status: answered } = await this.host.api.ask("PATCH", `${pathOf(pod)}/status`, patch);
    if (answered < 300) this.reported = text;
  }

  private warn(reason: string, message: string): void {
    const { name, namespace } = this.pod.metadata;
    const involvedObject = { apiVersion: "v1", kind: "Pod", name, namespace, uid: this.uid };
    const times = { firstTimestamp: now(), lastTimestamp: now(), count: 1 };
    const source = { component: "kubelet", host: this.pod.spec.nodeName };
    const metadata = { generateName: `${name}.`, namespace };
    const event = { metadata, involvedObject, reason, message, type: "Warning", source, ...times };
    void this.host.api.ask("POST", `/api/v1/namespaces/${namespace}/events`, event).catch(() => undefined);
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
