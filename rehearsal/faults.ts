import { type Fault as FaultOf, Faults as FaultsOf, hostFaultKinds } from "pve-simulator";

export const faultKinds = {
  ...hostFaultKinds,
  "never-boots": "the nth start of the machine never reaches SSH",
  "silent-ssh": "from its nth start the machine accepts connections and says nothing, on no port",
  freezes: "the machine stops in the middle of the nth script on it, connections open",
  "ssh-drops": "the SSH connection drops in the middle of the nth script on the machine",
  "api-down":
    "the API servers of the cluster end at the nth request of a client from outside; they are back for the next run",
  "image-missing": "at its nth pull the registry has no such image any more; it is back for the next run",
  "chart-missing": "at its nth fetch a repository has the package of this chart no more; it is back for the next run",
  "hook-fails": "the nth Job of this name fails, however often it is tried; it succeeds in the next run",
  "webhook-dead":
    "a webhook that nobody answers for is asked about every Deployment of this namespace, from its creation to the next run",
  "engine-killed-in-release":
    "the engine is killed with SIGKILL when Helm has begun the nth installation or upgrade of this add-on",
  "pulumi-killed":
    "the engine is killed with SIGKILL when the nth event of a kind happens on the machine (default: its clone ends)",
} as const;

export type FaultKind = keyof typeof faultKinds;

/**
 * A fault of a rehearsal. Written on the command line as `<kind>[:<target>][@<nth>]`, e.g. `task-fails:qmclone@2`,
 * `never-boots:valaskjalf-worker-1`.
 */
export type SimulationFault = FaultOf<FaultKind>;

/** Armed faults of one rehearsal; modules ask it at each occasion. */
export class SimulationFaults extends FaultsOf<FaultKind> {}
