import { isLiving } from "./outside-vm-plan";
import type { MadeResource } from "./begun-run";
import type { ClusterPlan, TemplatePlan } from "./cluster-plan";
import { firstBootFileName, type FirstBootFileOwner } from "./first-boot-file";

/** A file that the plan puts on a host. */
export interface PlannedFile {
  /** The key of the stack file that it is for. */
  readonly path: string;
  readonly what: "first-boot document" | "image";
  readonly host: string;
  readonly storage: string;
  readonly content: "snippets" | "import";
  /** `local:snippets/homelab.asgard.101.server-1.0.10.0.0.11-24.vendor.yaml`. */
  readonly volume: string;
}

/** Images, and the documents of all machines that are told something by one. */
export function plannedFiles(plan: ClusterPlan): PlannedFile[] {
  return [...imageFiles(plan.templates), ...documents(plan)];
}

/** One for all templates that take it from a storage they share. */
function imageFiles(templates: readonly TemplatePlan[]): PlannedFile[] {
  const all = templates.map(({ imageHost, imageStorage, imageFileName }): PlannedFile => {
    const volume = `${imageStorage}:import/${imageFileName}`;
    return { path: "template", what: "image", host: imageHost, storage: imageStorage, content: "import", volume };
  });
  return all.filter((file, index) => all.findIndex((other) => placeOf(other) === placeOf(file)) === index);
}

function documents({ cluster, nodes, vms, templates }: ClusterPlan): PlannedFile[] {
  const document = (path: string, owner: FirstBootFileOwner & { readonly host: string }): PlannedFile[] => {
    const template = templates.find(({ serves }) => serves.includes(owner.host));
    if (template === undefined) return [];
    const storage = template.snippetStorage;
    const volume = `${storage}:snippets/${firstBootFileName(cluster.name, owner)}`;
    return [{ path, what: "first-boot document", host: owner.host, storage, content: "snippets", volume }];
  };
  const told = nodes.filter(({ firstBoot }) => firstBoot === "cloud-init");
  const others = vms.filter(isLiving).filter(({ source }) => source === "image");
  return [
    ...told.flatMap((node) => document(`nodes.${node.name}`, node)),
    ...others.flatMap(({ name, vmId, host }) => document(`vms.${name}`, { name, vmId, host })),
  ];
}

const placeOf = ({ host, volume }: PlannedFile): string => `${host}/${volume}`;

/** Tokens of the provider's classes for files on a storage. */
const FILES = ["proxmoxve:index/fileLegacy:FileLegacy", "proxmoxve:download/file:File"];

/** Files that a stack's state has, by volume id: Proxmox keeps no notes on a file that could say whose it is. */
export function filesInState(resources: readonly MadeResource[]): string[] {
  return resources
    .filter(({ type }) => FILES.includes(type))
    .map(
      ({ outputs }) =>
        `${String(outputs["datastoreId"])}:${String(outputs["contentType"])}/${String(outputs["fileName"])}`,
    );
}
