/** An image of the factory, by its address. */
export interface TalosImage {
  readonly schematic: string;
  /** e.g. `v1.13.9`. */
  readonly version: string;
  /** e.g. `nocloud`. */
  readonly platform: string;
  readonly secureBoot: boolean;
  readonly format: "raw" | "qcow2";
  readonly compression: "gz" | "xz" | "zst" | undefined;
}

const address =
  /^https:\/\/factory\.talos\.dev\/image\/([0-9a-f]{64})\/(v[0-9]+\.[0-9]+\.[0-9]+[\w.-]*)\/([a-z-]+?)-amd64(-secureboot)?\.(raw|qcow2)(?:\.(gz|xz|zst))?$/;

/** The factory builds what the file's name says (image-factory internal/profile, ParseFromPath). */
export function readTalosImage(url: string): TalosImage | undefined {
  const match = address.exec(url);
  if (!match) return undefined;
  const [, schematic = "", version = "", platform = "", secureBoot, format, compression] = match;
  return {
    schematic,
    version,
    platform,
    secureBoot: secureBoot !== undefined,
    format: format as TalosImage["format"],
    compression: compression as TalosImage["compression"],
  };
}
