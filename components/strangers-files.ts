import type { StackPlan } from "../distributions/distribution";
import type { FoundFile } from "../model/inventory";
import type { OnHost } from "../model/in-state";
import { isFileInState, plannedFiles, type PlannedFile } from "../stack/planned-files";
import { type PveClient, unlessMissing } from "./pve-client";

/** A row of a storage's content, as far as we read it. */
interface ContentRow {
  readonly volid: string;
  readonly size?: number;
}

/** A row of a host's tasks. */
interface TaskRow {
  readonly id: string;
  readonly user: string;
  readonly tokenid?: string;
  readonly status?: string;
}

/**
 * Files that lie where the plan wants its own and that this stack did not put there: not in its state, and, of an image,
 * not what a run of ours had the host download before it was interrupted. One list a storage and kind; they leave at once.
 */
export async function strangersFiles(
  client: PveClient,
  plan: StackPlan,
  inState: readonly OnHost[],
  isAsked: (host: string) => boolean = () => true,
): Promise<readonly FoundFile[]> {
  const wanted = plannedFiles(plan).filter((file) => isAsked(file.host) && !isFileInState(plan, file, inState));
  return (await filesThere(client, wanted)).others;
}

/** Files that lie under planned names. */
export interface FilesThere {
  readonly others: readonly FoundFile[];
  /** Images that a run of ours had the host download. */
  readonly ours: readonly PlannedFile[];
}

/** Of these the files that are there, and whose they are. */
export async function filesThere(client: PveClient, wanted: readonly PlannedFile[]): Promise<FilesThere> {
  const places = new Map(wanted.map((file) => [`${file.host} ${file.storage} ${file.content}`, file]));
  const found = await Promise.all([...places.values()].map((place) => contentOf(client, place)));
  const sizes = new Map(found.flat());
  const there = wanted.filter(({ host, volume }) => sizes.has(`${host}/${volume}`));
  const isOurs = await Promise.all(there.map((file) => wasDownloadedByUs(client, file)));
  return {
    ours: there.filter((_, index) => isOurs[index] === true),
    others: there
      .filter((_, index) => isOurs[index] !== true)
      .map(({ host, volume }) => ({ host, volume, bytes: sizes.get(`${host}/${volume}`) ?? 0 })),
  };
}

/** Sizes by host and volume; nothing of a storage that is not there: the provider says so when it needs it. */
async function contentOf(client: PveClient, { host, storage, content }: PlannedFile): Promise<[string, number][]> {
  const path = `/nodes/${host}/storage/${encodeURIComponent(storage)}/content?content=${content}`;
  const rows = (await unlessMissing(client.get<readonly ContentRow[]>(path))) ?? [];
  return rows.map(({ volid, size = 0 }) => [`${host}/${volid}`, size]);
}

/** The host's own record: the last download under that name was this token's, and went well. */
async function wasDownloadedByUs(client: PveClient, { what, host, volume }: PlannedFile): Promise<boolean> {
  if (what !== "image") return false;
  const tasks = await client.get<readonly TaskRow[]>(`/nodes/${host}/tasks?typefilter=download&source=all&limit=500`);
  const last = tasks.find(({ id }) => volume.endsWith(`/${id}`));
  return last?.status === "OK" && client.at(host).isUser(last.user, last.tokenid);
}
