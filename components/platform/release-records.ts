import { gunzipSync, gzipSync } from "node:zlib";
import type { KubeClient } from "../kube-client";

/** One revision of a release, as Helm writes it down in a Secret of its namespace (helm 3.18, pkg/storage/driver/secrets.go). */
export interface ReleaseRecord {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  /** E.g. `deployed`, `failed`, `pending-install`. */
  readonly status: string;
  readonly secret: Secret;
}

interface Secret {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly data: { readonly release: string };
}

type Client = Pick<KubeClient, "ask">;

/** Helm was at work on it, and was ended before it could say how that went: it refuses every further work until somebody looks. */
export const isPending = ({ status }: Pick<ReleaseRecord, "status">): boolean => status.startsWith("pending-");

/** All revisions that are kept of a release, the newest first. */
export async function releaseRecords(client: Client, namespace: string, name: string): Promise<ReleaseRecord[]> {
  const selector = encodeURIComponent(`owner=helm,name=${name}`);
  const { items } = (await asked(
    client,
    "GET",
    `/api/v1/namespaces/${namespace}/secrets?labelSelector=${selector}`,
  )) as {
    readonly items: readonly Secret[];
  };
  const records = items.map((secret) => {
    const { version = "", status = "" } = secret.metadata.labels;
    return { name, namespace, revision: Number(version), status, secret };
  });
  return records.sort((a, b) => b.revision - a.revision);
}

/** Says that a revision failed, as Helm itself would have: the next upgrade goes on from there. */
export async function markFailed(client: Client, record: ReleaseRecord): Promise<void> {
  const { secret } = record;
  const release = decoded(secret.data.release);
  const info = { ...release.info, status: "failed", description: "ended in the middle by force" };
  const { metadata } = secret;
  await asked(client, "PUT", pathOf(record), {
    ...secret,
    metadata: { ...metadata, labels: { ...metadata.labels, status: "failed" } },
    data: { ...secret.data, release: encoded({ ...release, info }) },
  });
}

/** Forgets a revision; what it has made stays, and the next install takes it over, as it carries the release's name. */
export async function forget(client: Client, record: ReleaseRecord): Promise<void> {
  await asked(client, "DELETE", pathOf(record));
}

const pathOf = ({ namespace, secret }: ReleaseRecord): string =>
  `/api/v1/namespaces/${namespace}/secrets/${secret.metadata.name}`;

async function asked(client: Client, method: string, path: string, body?: unknown): Promise<unknown> {
  const { status, text } = await client.ask(method, path, { body });
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

interface Release {
  readonly info: Readonly<Record<string, unknown>>;
  readonly [other: string]: unknown;
}

/** JSON, gzipped, in base64; the Secret's own base64 comes on top. */
function decoded(text: string): Release {
  const inner = Buffer.from(Buffer.from(text, "base64").toString(), "base64");
  return JSON.parse(gunzipSync(inner).toString()) as Release;
}

function encoded(release: Release): string {
  return Buffer.from(gzipSync(JSON.stringify(release)).toString("base64")).toString("base64");
}
