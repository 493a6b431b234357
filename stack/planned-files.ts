import { isLiving } from "../model/outside-vm-plan";
import type { TemplatePlan } from "../model/cluster-plan";
import type { StackPlan } from "../distributions/distribution";
import { firstBootFileName, type FirstBootFileOwner } from "../model/first-boot-file";
import type { OnHost } from "../model/in-state";
import { isShared } from "../model/storages";

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
export function plannedFiles(plan: StackPlan): PlannedFile[] {
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

function documents({ cluster, nodes, vms, templates }: StackPlan): PlannedFile[] {
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

/**
 * Whether a stack's state has the file. A document is one machine's, wherever that was moved and its document copied; an image
 * of the same name is fetched to every host that does not share its storage.
 */
export function isFileInState(plan: StackPlan, file: PlannedFile, inState: readonly OnHost[]): boolean {
  const isAnywhere = file.what === "first-boot document" || isShared(plan, file.host, file.storage);
  return inState.some(({ host, name }) => name === file.volume && (isAnywhere || host === file.host));
}
