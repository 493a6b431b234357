import type { IncomingMessage } from "node:http";
import type { ApiObject } from "../../real-kubernetes";
import { metaOf, type ApiChange } from "./api-client";

/** Pause before a watch that ended is restarted. */
const AGAIN_MS = 200;

/** What a watch needs of the API server. */
interface Watched {
  ask(method: string, path: string): Promise<{ readonly status: number; readonly body: unknown }>;
  /** The answer of a request as it comes; rejects when there is none. */
  stream(path: string, signal: AbortSignal): Promise<IncomingMessage>;
}

/** Lists and watches as client-go's reflector does: deletions in the meantime are reported when the list is read again. */
export async function watchList(
  api: Watched,
  path: string,
  changed: (change: ApiChange) => void,
  signal: AbortSignal,
): Promise<void> {
  const known = new Map<string, ApiObject>();
  const tell = (change: ApiChange): void => {
    const key = keyOf(change.object);
    if (change.type === "DELETED") known.delete(key);
    else known.set(key, change.object);
    changed(change);
  };
  while (!signal.aborted) {
    const version = await listed(api, path, known, tell).catch(() => undefined);
    if (version !== undefined) await followed(api, path, version, tell, signal).catch(() => undefined);
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

const keyOf = (object: ApiObject): string => metaOf(object).uid ?? "";

async function listed(
  api: Watched,
  path: string,
  known: ReadonlyMap<string, ApiObject>,
  tell: (change: ApiChange) => void,
): Promise<string | undefined> {
  const { status, body } = await api.ask("GET", path);
  if (status !== 200) return undefined;
  const { items, metadata } = body as { items: ApiObject[]; metadata: { resourceVersion: string } };
  const there = new Set(items.map(keyOf));
  for (const [key, object] of [...known]) if (!there.has(key)) tell({ type: "DELETED", object });
  for (const object of items) {
    const before = known.get(keyOf(object));
    if (before && metaOf(before).resourceVersion === metaOf(object).resourceVersion) continue;
    tell({ type: before ? "MODIFIED" : "ADDED", object });
  }
  return metadata.resourceVersion;
}

async function followed(
  api: Watched,
  path: string,
  version: string,
  tell: (change: ApiChange) => void,
  signal: AbortSignal,
): Promise<void> {
  const answer = await api.stream(`${path}${path.includes("?") ? "&" : "?"}watch=1&resourceVersion=${version}`, signal);
  let rest = "";
  for await (const chunk of answer.setEncoding("utf8")) {
    const lines = (rest + String(chunk)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const { type, object } = JSON.parse(line) as { type: string; object: ApiObject };
      // Version too old, or the server stopped: the list is read again.
      if (type === "ERROR") return void answer.destroy();
      tell({ type: type as ApiChange["type"], object });
    }
  }
}
