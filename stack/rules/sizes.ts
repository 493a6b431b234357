import { effectiveNodes } from "../../model/effective-node";
import type { Issue } from "../../model/errors";
import { LEAST_DISK_GIB, sizesOf } from "../least-sizes";
import type { Rule } from "./rule";

/** Below these a node does not come up, or is killed by its own control plane. */
const nodesAreLargeEnough: Rule = (config) =>
  effectiveNodes(config).flatMap((node) => {
    const { least } = sizesOf(config, node);
    const what = `${config.cluster.distribution}'s ${node.role === "worker" ? "worker" : "control plane"}`;
    const pool = node.role === "worker" ? "pools.worker" : "pools.controlPlane";
    return (["cores", "memoryMiB"] as const)
      .filter((key) => node[key] < least[key])
      .map((key) => issue(`nodes.${node.name}.${key}`, what, node[key], least[key], pool));
  });

const disksAreLargeEnough: Rule = (config) =>
  effectiveNodes(config)
    .filter(({ diskGiB }) => diskGiB < LEAST_DISK_GIB)
    .map(({ name, diskGiB }) =>
      issue(`nodes.${name}.diskGiB`, "the images of Kubernetes", diskGiB, LEAST_DISK_GIB, "its pool"),
    );

function issue(path: string, what: string, got: number, least: number, pool: string): Issue {
  return {
    path,
    problem: `too little for ${what}`,
    got: String(got),
    allowed: `must be ${least} or more`,
    remedy: `raise it, here or in ${pool}`,
  };
}

/** What is kept for Proxmox leaves something for machines. */
const reservesFitTheirHost: Rule = ({ proxmox }) =>
  Object.entries(proxmox.hosts).flatMap(([name, host]) =>
    (["memoryMiB", "threads"] as const)
      .filter((key) => host.reserve[key] >= host[key])
      .map((key) => ({
        path: `proxmox.hosts.${name}.reserve.${key}`,
        problem: "all of the host's, or more",
        got: String(host.reserve[key]),
        allowed: `must be less than its ${host[key]}`,
        remedy: "lower it: machines get the rest",
      })),
  );

export const sizeRules: readonly Rule[] = [nodesAreLargeEnough, disksAreLargeEnough, reservesFitTheirHost];
