import type { Fabric } from "../../network/fabric";
import { NetworkError } from "../../network/network-error";
import type { SimulationContext } from "../../simulation";
import type { SessionSettings } from "./cluster-session";
import type { Registries } from "./kubelet/images";
import type { BoundPod } from "./kubelet/pod";

/** What kubelets have of their simulation: its time, and its network to the registries. */
export function kubeletSettings(context: SimulationContext, fabric: Fabric): Omit<SessionSettings, "addresses"> {
  const { clock, latencies, events, faults, outages } = context;
  return {
    clock,
    events,
    secondMs: latencies.guestSecond,
    pullMs: latencies.artifactDownload,
    registries: registries(context, fabric),
    played: (pod) => failingJob(context, pod),
    webhooks: {
      dies: (namespace) => {
        if (!faults.strikes("webhook-dead", namespace)) return false;
        outages.deadWebhooks.add(namespace);
        events.emit({ kind: "fault", fault: `webhook-dead in ${namespace}` });
        return true;
      },
      isDead: (namespace) => outages.deadWebhooks.has(namespace),
    },
  };
}

function failingJob({ faults, outages, events }: SimulationContext, { metadata }: BoundPod) {
  const job = metadata.ownerReferences?.find(({ kind }) => kind === "Job")?.name;
  if (job === undefined) return undefined;
  if (faults.strikes("hook-fails", job)) {
    outages.failingJobs.add(job);
    events.emit({ kind: "fault", fault: `hook-fails: job ${job}` });
  }
  return outages.failingJobs.has(job) ? { runsSeconds: 1, exitCode: 1, log: "it was made to fail\n" } : undefined;
}

function registries({ faults, outages, events }: SimulationContext, fabric: Fabric): Registries {
  const lacks = (image: string): boolean => {
    const [repository = ""] = image.split(/[:@](?=[^/]*$)/);
    if (faults.strikes("image-missing", repository, repository.split("/").at(-1) ?? "")) {
      outages.lostImages.add(image);
      events.emit({ kind: "fault", fault: `image-missing of ${image}` });
    }
    return outages.lostImages.has(image);
  };
  return { unreachable: (machine, host) => unreachable(fabric, machine, host), lacks };
}

/** Hosts of the simulation are reached directly; any other registry is on the internet, with a DNS name. */
function unreachable(fabric: Fabric, machine: string, registry: string): string | undefined {
  const endpoint = fabric.endpoint(machine);
  if (!endpoint) return "dial tcp: no network";
  const [host = "", port = "443"] = registry.split(":");
  if (/^\d+(\.\d+){3}$/.test(host)) {
    try {
      fabric.find(endpoint, host, Number(port));
      return undefined;
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      return `dial tcp ${host}:${port}: connect: ${error.reason.toLowerCase()}`;
    }
  }
  if (!fabric.reachesInternet(endpoint)) return `dial tcp: lookup ${host}: i/o timeout`;
  return /\.(invalid|local|localdomain)$/.test(host) ? `dial tcp: lookup ${host}: no such host` : undefined;
}
