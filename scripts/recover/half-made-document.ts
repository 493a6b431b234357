import { type PveClient, unlessMissing } from "../../components/pve-client";
import type { StackPlan } from "../../distributions/distribution";
import { machineName } from "../../model/machine-name";
import { plannedFiles } from "../../stack/planned-files";
import type { HalfMade } from "./half-made";
import type { StateResource } from "./stack-state";

/** The token of the provider's class for files that the program writes, in state. */
const DOCUMENT_TYPE = "proxmoxve:index/fileLegacy:FileLegacy";

/**
 * A first-boot document whose upload was cut off. Its name holds cluster, VM id, machine and life, and a run refuses to
 * begin while a file of that name is somebody else's: one that the run was about to write is its own. Another name than the
 * plan's stands in nobody's way.
 */
export function halfMadeDocument({ type, urn, inputs }: StateResource, plan: StackPlan): HalfMade | undefined {
  if (type !== DOCUMENT_TYPE) return undefined;
  const nameOf = (path: string) => machineName(plan.cluster.name, path.replace(/^\w+\./, ""));
  const file = plannedFiles(plan).find(({ path }) => urn.endsWith(`::${nameOf(path)}-vendor-data`));
  const host = String(inputs?.["nodeName"]);
  if (file === undefined || file.host !== host) return undefined;
  const content = `/nodes/${host}/storage/${file.storage}/content`;
  return {
    what: `${file.what} ${file.volume} on ${host}`,
    name: file.path,
    remedy: "check it and remove it by hand",
    isIn: (resources) => resources.some(({ id, type: other }) => other === DOCUMENT_TYPE && id === file.volume),
    async judge(client) {
      const rows = await unlessMissing(client.get<readonly { volid: string }[]>(`${content}?content=snippets`));
      return rows?.some(({ volid }) => volid === file.volume) === true ? "ours" : "missing";
    },
    remove: (client: PveClient) => client.task("DELETE", `${content}/${encodeURIComponent(file.volume)}`),
  };
}
