import { readFileSync } from "node:fs";

/** A parameter as Proxmox's published API schema describes it. */
export interface PublishedParameter {
  readonly type?: string;
  readonly minimum?: string | number;
  readonly maximum?: string | number;
  readonly enum?: readonly string[] | null;
  readonly format?: string | Readonly<Record<string, PublishedParameter>>;
  readonly pattern?: string;
  readonly maxLength?: number | string;
  readonly minLength?: number | string;
  readonly optional?: number;
  readonly requires?: string;
  readonly items?: PublishedParameter;
  readonly alias?: string;
}

export type PublishedTable = Readonly<Record<string, PublishedParameter>>;

interface Node {
  readonly path: string;
  readonly info?: Readonly<Record<string, { readonly parameters?: { readonly properties?: PublishedTable } }>>;
  readonly children?: readonly Node[];
}

/** Parameter tables by `METHOD path`. */
export function readSchema(file: string): ReadonlyMap<string, PublishedTable> {
  const tables = new Map<string, PublishedTable>();
  const collect = (nodes: readonly Node[]): void => {
    for (const { children = [], info = {}, path } of nodes) {
      for (const [method, { parameters }] of Object.entries(info))
        tables.set(`${method} ${path}`, parameters?.properties ?? {});
      collect(children);
    }
  };
  collect(JSON.parse(readFileSync(file, "utf8")) as Node[]);
  return tables;
}
