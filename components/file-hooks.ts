import * as pulumi from "@pulumi/pulumi";
import type { StackPlan } from "../distributions/distribution";
import { machineName } from "../model/machine-name";
import { plannedFiles, type PlannedFile } from "../stack/planned-files";
import type { PveClient } from "./pve-client";
import { filesThere } from "./strangers-files";

/** The inputs of a file that the hook reads. */
interface FileInputs {
  readonly nodeName: string;
  readonly fileName?: string;
  readonly checksum?: string;
}

/**
 * Asks again right before a file is put on a host, minutes after the look at the beginning, and says better than the
 * provider what is there. One hook serves all files of a stack.
 */
export function freeNameHook(plan: StackPlan, host: Promise<PveClient>): pulumi.ResourceHook {
  return new pulumi.ResourceHook("name-is-free", refuseTakenName(plan, host));
}

/** @throws Error, from what is handed back, when somebody else has a file of that name. */
export function refuseTakenName(plan: StackPlan, host: Promise<PveClient>) {
  const files = plannedFiles(plan);
  return async ({ name, newInputs }: Pick<pulumi.ResourceHookArgs, "name" | "newInputs">): Promise<void> => {
    const file = files.find((one) => isOf(plan, one, name, newInputs as FileInputs));
    if (file === undefined) return;
    const client = await host;
    const {
      others: [taken],
      ours: [left],
    } = await filesThere(client, [file]);
    // Without a sum Proxmox downloads over nothing, and what a killed run left would stand in the way for ever.
    if (left !== undefined && (newInputs as FileInputs).checksum === undefined) await remove(client, left);
    if (taken === undefined) return;
    throw new Error(
      `${file.path}: somebody created the file of its ${file.what} during this run, got ${taken.volume} on ` +
        `${taken.host} (${taken.bytes} bytes), must be a free name there; the file is left alone: check it, rename or ` +
        "remove it there, and run again",
    );
  };
}

/** How often a document is handed over again whose transfer broke off. */
const MOST_TRANSFERS = 2;

/**
 * Removes what is left of a document whose transfer broke off: it would be in no state, and so somebody else's for ever. Its
 * name was free right before.
 */
export function tornDocumentHook(plan: StackPlan, host: Promise<PveClient>): pulumi.ErrorHook {
  return new pulumi.ErrorHook("document-torn", removeTornDocument(plan, host));
}

/** Resolves to whether the document is to be handed over again. */
export function removeTornDocument(plan: StackPlan, host: Promise<PveClient>) {
  const documents = plannedFiles(plan).filter(({ what }) => what === "first-boot document");
  return async ({ name, errors }: Pick<pulumi.ErrorHookArgs, "name" | "errors">): Promise<boolean> => {
    const file = documents.find((one) => isOf(plan, one, name, { nodeName: one.host }));
    // The provider's words when its session with the host ends before the file does (bpg ssh/client.go, `uploadFile`).
    if (file === undefined || !/error transferring file/.test(errors[0] ?? "")) return false;
    const client = await host;
    const { others } = await filesThere(client, [file]);
    if (others.length > 0) await remove(client, file);
    return errors.length <= MOST_TRANSFERS;
  };
}

/** A document is known by its machine, as what is in it is nobody's business here; an image by its own name. */
function isOf({ cluster }: StackPlan, file: PlannedFile, resource: string, { nodeName, fileName }: FileInputs) {
  if (file.what === "image") return nodeName === file.host && file.volume.endsWith(`/${fileName}`);
  const [, machine = ""] = file.path.split(".");
  return resource === `${machineName(cluster.name, machine)}-vendor-data`;
}

const remove = (client: PveClient, { host, storage, volume }: PlannedFile): Promise<void> =>
  client.task("DELETE", `/nodes/${host}/storage/${storage}/content/${encodeURIComponent(volume)}`);
