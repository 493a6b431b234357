import { SimulationLog } from "../../../rehearsal/events";
import { InvariantWatch } from "../../../rehearsal/invariants";
import { profiles } from "../../../rehearsal/latencies";
import type { RehearsalRecord } from "../../../rehearsal/report/record";
import type { PhaseRecord } from "../../../rehearsal/report/record";
import { asgardPlan } from "../../support/plans";

export const sampleToken = "0f9c7b52-6a3e-4d3e-9d8f-2b1c5a7e9f10";

const fast = profiles.fast;

/** A rehearsal of asgard as it might have gone, told by hand: `up`, an empty `preview`, `destroy`. */
export class Sample {
  readonly plan = asgardPlan();
  readonly log: SimulationLog;
  readonly invariants: InvariantWatch;
  private readonly phases: PhaseRecord[] = [];
  private time = 0;

  constructor() {
    this.log = new SimulationLog(() => this.time);
    this.invariants = new InvariantWatch(this.log, () => this.time);
    this.invariants.secrets.add("proxmoxToken", sampleToken);
    this.invariants.setPlan(this.plan);
  }

  /** Work that begins at a time and takes its latency and a little more; returns when it ended. */
  work(machine: string, label: string, beganAt: number, latencyMs: number, error?: string): number {
    const id = this.log.all.length + 1;
    const at = beganAt + latencyMs + (error === undefined ? 8 : 0);
    this.log.emit({ kind: "span", id, machine, label, beganAt, latencyMs, at, ...(error && { error }) } as never);
    this.time = Math.max(this.time, at);
    return at;
  }

  request(method: string, path: string, times = 1, status = 200): this {
    for (let n = 0; n < times; n++) this.log.emit({ kind: "request", method, path, params: {}, status });
    return this;
  }

  script(machine: string, step: string, exitCode = 0): this {
    const command = `sudo -n sh -s -- ${step}`;
    const stdin = `NODE_NAME='${machine}'\nTOKEN='${sampleToken}'\n# … what model/scripts hold …\n"$@" </dev/null\n`;
    this.log.emit({ kind: "command", machine, user: "odin", command, phase: "start", stdin });
    this.log.emit({ kind: "command", machine, user: "odin", command, phase: "end", exitCode });
    return this;
  }

  phase(name: string, kind: string, beganAt: number, changes: Record<string, number>, ok = true): this {
    this.time += 120;
    this.phases.push({ name, kind, beganAt, endedAt: this.time, ok, changes });
    return this;
  }

  get now(): number {
    return this.time;
  }

  wait(ms: number): number {
    return (this.time += ms);
  }

  record(more: Partial<RehearsalRecord> = {}): RehearsalRecord {
    return {
      stack: "asgard",
      profile: "fast",
      seed: 42,
      plan: this.plan,
      events: [...this.log.all].sort((a, b) => a.at - b.at),
      phases: this.phases,
      findings: this.invariants.findings(),
      leftovers: [],
      secrets: this.invariants.secrets,
      versions: { Pulumi: "3.259.0", proxmoxve: "8.6.0", "Proxmox VE": "9.1.3", RKE2: "v1.34.1+rke2r1" },
      ...more,
    };
  }
}

/** The whole life of asgard without an incident. */
export function goodSample(): Sample {
  const sample = new Sample();
  const { nodes } = sample.plan;
  const image = sample.work("asgard", "download image", 900, fast.imageDownload);
  const template = sample.work("pkr-ubuntu-noble-1", "import disk", image + 60, fast.copyPerGiB * 4 + fast.allocate);
  const lanes = [template, template, template];
  const ready = nodes.map(({ name }, index) => {
    const cloned = sample.work(name, "clone", (lanes[index % 3] ?? template) + 40, fast.allocate + fast.copyPerGiB * 4);
    lanes[index % 3] = cloned;
    const started = sample.work(name, "start", cloned + 150, fast.quickTask);
    const booted = sample.work(name, "boot", started, fast.boot);
    return sample.work(name, "cloud-init", booted, fast.cloudInit);
  });
  let joined = Math.max(ready[0] ?? 0, 0);
  nodes.slice(0, 3).forEach(({ name }, index) => {
    const fetched = sample.work(name, "download rke2", Math.max(joined, ready[index] ?? 0) + 90, fast.artifactDownload);
    joined = sample.work(
      name,
      index === 0 ? "rke2-server initializes" : "rke2-server joins",
      fetched,
      index === 0 ? 700 : 500,
    );
    sample.script(name, index === 0 ? "init_cluster" : "join");
  });
  nodes.slice(3).forEach(({ name }, index) => {
    const fetched = sample.work(name, "download rke2", (ready[index + 3] ?? 0) + 1200, fast.artifactDownload);
    sample.work(name, "rke2-agent joins", fetched, fast.agentJoin);
    sample.script(name, "join");
  });
  sample.request("GET", "/cluster/resources", 84).request("GET", "/nodes/asgard/qemu/1001/config", 61);
  sample
    .request("POST", "/nodes/asgard/qemu/90001/clone", 6)
    .request("GET", "/nodes/asgard/qemu/1001/status/current", 6, 500);
  sample.request("PUT", "/nodes/asgard/qemu/1001/config", 12).request("GET", "/version", 2);
  sample.phase("up", "up", 0, { create: 61 });
  const previewed = sample.now;
  sample.wait(900);
  sample.phase("preview", "preview", previewed, {});
  const destroying = sample.now;
  nodes.forEach(({ name }, index) => {
    const drained = sample.work(name, "drain", destroying + 300 + index * 30, fast.drain);
    const off = sample.work(name, "shutdown", drained + 60, fast.shutdown);
    sample.work(name, "destroy disk", off + 20, fast.quickTask);
    sample.script(name, "leave");
  });
  sample.phase("destroy", "destroy", destroying, { delete: 61 });
  return sample;
}

/** The same life with a machine that never boots, a violated invariant and something left behind. */
export function badSample(): RehearsalRecord {
  const sample = goodSample();
  const began = sample.now;
  sample.log.emit({ kind: "fault", fault: "never-boots:valaskjalf-worker-1", machine: "valaskjalf-worker-1" });
  sample.work("valaskjalf-worker-1", "boot", began + 200, 400, "no SSH after 400 ms");
  sample.log.emit({ kind: "foreign", what: "VM 100 (nas) on pve", deed: "destroyed", vmId: 100 });
  sample.script("valaskjalf-worker-1", "join", 1);
  sample.phase("up-again", "up", began, { create: 3 }, false);
  const record = sample.record({
    leftovers: ["VM 1011 valaskjalf-worker-1"],
    faults: ["never-boots:valaskjalf-worker-1"],
  });
  const message = `machine did not answer; token was ${sampleToken} <&>`;
  const failures = [{ machine: "valaskjalf-worker-1", step: "joining the cluster", message }];
  return { ...record, phases: record.phases.map((phase) => (phase.ok ? phase : { ...phase, failures })) };
}
