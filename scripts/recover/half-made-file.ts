import { pause, type PveClient, unlessMissing } from "../../components/pve-client";
import { bearsTag, fileTag } from "../../model/file-names";
import type { HalfMade } from "./half-made";
import { hostOfResource } from "./state-host";
import type { StateResource } from "./stack-state";

/** Tokens of the provider's classes for first-boot documents and images, in state. */
const FILE_TYPES = ["proxmoxve:index/fileLegacy:FileLegacy", "proxmoxve:download/file:File"];
/** How long a download that nobody waits for any more may go on. */
const DOWNLOAD_PATIENCE_MS = 30 * 60_000;

/**
 * A document or an image whose transfer was cut off: whatever bears the tag of this state and is not in it. The next run would
 * write over it; a destroy, or a run without that machine, would leave it.
 */
export function halfMadeFile(
  resource: StateResource,
  held: readonly StateResource[],
  client: PveClient,
): HalfMade | undefined {
  const tag = tagIn(held);
  if (!FILE_TYPES.includes(resource.type) || tag === undefined) return undefined;
  const { datastoreId, contentType } = resource.inputs ?? {};
  const host = hostOfResource(client, resource);
  const content = `/nodes/${host}/storage/${String(datastoreId)}/content`;
  const kept = new Set(held.filter(({ type }) => FILE_TYPES.includes(type)).map(({ id }) => id));
  const left = async () => {
    const rows = await unlessMissing(
      client.get<readonly { volid: string }[]>(`${content}?content=${String(contentType)}`),
    );
    return (rows ?? []).map(({ volid }) => volid).filter((volume) => bearsTag(volume, tag) && !kept.has(volume));
  };
  return {
    what: `${contentType === "snippets" ? "a first-boot document" : "an image"} on ${host}`,
    name: resource.urn.split("::").at(-1) ?? "",
    remedy: "check it and remove it by hand",
    isIn: () => false,
    async judge() {
      await untilDownloaded(client, host, tag);
      return (await left()).length > 0 ? "ours" : "missing";
    },
    async remove() {
      for (const volume of await left()) await client.task("DELETE", `${content}/${encodeURIComponent(volume)}`);
    },
  };
}

/** The host goes on with a download when the engine that asked for it is dead. */
async function untilDownloaded(client: PveClient, host: string, tag: string): Promise<void> {
  const end = Date.now() + DOWNLOAD_PATIENCE_MS;
  const isGoingOn = async () => {
    const tasks = await client.get<readonly { id?: string; status?: string }[]>(
      `/nodes/${host}/tasks?typefilter=download&source=active&limit=500`,
    );
    return tasks.some(({ id = "", status }) => status === "RUNNING" && bearsTag(id, tag));
  };
  while ((await isGoingOn()) && Date.now() < end) await pause(500);
}

function tagIn(resources: readonly StateResource[]): string | undefined {
  const key = resources.find(({ urn }) => urn.endsWith("-automation-key"))?.outputs?.["publicKeyOpenssh"];
  return typeof key === "string" ? fileTag(key) : undefined;
}
