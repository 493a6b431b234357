import type { ApiAnswer, ApiObject } from "../../rehearsal/real-kubernetes";

type Tree = Record<string, unknown>;

/** An API server that keeps what it is told, and judges nothing: for programs that only need one to talk to. */
export class FakeApi {
  private readonly objects = new Map<string, Tree>();

  put(path: string, object: Tree): void {
    const name = path.split("/").at(-1);
    const [, namespace] = /\/namespaces\/([^/]+)\/[^/]+\/[^/]+$/.exec(path) ?? [];
    const metadata = { name, ...(namespace && { namespace }), uid: `uid-${name}`, resourceVersion: "1" };
    this.objects.set(path, { ...object, metadata: { ...metadata, ...(object["metadata"] as Tree | undefined) } });
  }

  get(path: string): Tree | undefined {
    return this.objects.get(path);
  }

  ask = (method: string, path: string, body?: unknown): Promise<ApiAnswer> =>
    Promise.resolve(this.answer(method, path, body));

  private answer(method: string, asked: string, body: unknown): ApiAnswer {
    const [path = "", query] = asked.split("?");
    if (method === "POST") return this.create(path, body as ApiObject);
    const key = path.replace(/\/status$/, "");
    const found = this.objects.get(key);
    if (method === "GET" && found === undefined) return { status: 200, body: { items: this.list(path, query) } };
    if (found === undefined) return { status: 404, body: { kind: "Status" } };
    if (method === "DELETE") this.objects.delete(key);
    if (method === "PATCH") this.objects.set(key, merged(found, body as Tree));
    return { status: 200, body: this.objects.get(key) ?? {} };
  }

  private create(path: string, object: ApiObject): ApiAnswer {
    const key = `${path}/${(object["metadata"] as { name: string }).name}`;
    if (this.objects.has(key)) return { status: 409, body: {} };
    this.put(key, object);
    return { status: 201, body: this.objects.get(key) ?? {} };
  }

  /** Of all namespaces where the path names none. */
  private list(path: string, query = ""): Tree[] {
    const kind = path.split("/").at(-1);
    const prefix = path.slice(0, -(kind ?? "").length);
    const wanted = Object.fromEntries(
      decodeURIComponent(query.replace("labelSelector=", ""))
        .split(",")
        .filter(Boolean)
        .map((part) => part.split("=")),
    ) as Record<string, string | undefined>;
    return [...this.objects]
      .filter(([key]) => key.startsWith(prefix) && key.split("/").at(-2) === kind)
      .map(([, object]) => object)
      .filter((object) => {
        const { labels = {} } = object["metadata"] as { labels?: Record<string, string> };
        return Object.entries(wanted).every(
          ([key, value]) => key in labels && (value === undefined || labels[key] === value),
        );
      });
  }
}

function merged(first: Tree, second: Tree): Tree {
  const isTree = (value: unknown): value is Tree =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  const both = Object.entries(second).map(([key, value]) => {
    const before = first[key];
    return [key, isTree(before) && isTree(value) ? merged(before, value) : value] as const;
  });
  return { ...first, ...Object.fromEntries(both) };
}
