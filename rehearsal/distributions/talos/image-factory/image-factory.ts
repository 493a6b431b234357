import { createHash } from "node:crypto";
import type { FabricRequest, FabricResponse } from "../../../network/service";
import type { Internet, Site } from "../../../internet";
import type { InternetFile } from "../../../simulation-spec";
import { officialExtensions } from "../../../../distributions/talos/extensions";
import { readSchematic, SchematicError, type Schematic } from "./schematic";
import { readTalosImage } from "./talos-image";

/** Images for `nocloud` are as small as they can be (talos pkg/imager/profile, MinRAWDiskSize: 1246 MiB). */
const DISK_GIB = 1246 / 1024;
const IMAGE_BYTES = 120 * 1024 ** 2;

/** Talos' image factory: makes images of the schematics it was given, and of no others. */
export class ImageFactory implements Site {
  readonly host = "factory.talos.dev";
  private readonly schematics = new Map<string, Schematic>();

  schematic(id: string): Schematic | undefined {
    return this.schematics.get(id);
  }

  /** Its HTTP API, as far as images need it. */
  answer({ method, path, body }: Pick<FabricRequest, "method" | "path" | "body">): FabricResponse {
    if (path === "/schematics") return method === "POST" ? this.submit(body) : text(405, "Method Not Allowed");
    const id = /^\/schematics\/([0-9a-f]+)$/.exec(path)?.[1];
    if (id !== undefined) {
      const known = this.schematics.get(id);
      return known ? { status: 200, body: known.text } : text(404, "schematic not found");
    }
    return text(404, "404 page not found");
  }

  /** The image behind an address; undefined when it does not know the schematic or makes no such thing. */
  file(url: string): InternetFile | undefined {
    const image = readTalosImage(url);
    const schematic = image && this.schematics.get(image.schematic);
    if (!image || !schematic?.extensions.every((name) => officialExtensions.has(name))) return undefined;
    const sha256 = createHash("sha256").update(url).digest("hex");
    return { url, sha256, sizeBytes: IMAGE_BYTES, diskGiB: DISK_GIB };
  }

  private submit(body: string): FabricResponse {
    try {
      const schematic = readSchematic(body);
      this.schematics.set(schematic.id, schematic);
      return {
        status: 201,
        headers: { "content-type": "application/json" },
        body: `${JSON.stringify({ id: schematic.id, schematic: schematic.text })}\n`,
      };
    } catch (error) {
      if (error instanceof SchematicError) return text(400, error.message);
      return text(400, `yaml: ${error instanceof Error ? (error.message.split("\n")[0] ?? "") : ""}`);
    }
  }
}

/** The factory of a simulation with Talos. */
export function factoryOf({ sites }: Internet): ImageFactory {
  const factory = sites.find((site) => site instanceof ImageFactory);
  if (!factory) throw new Error("this internet has no image factory");
  return factory;
}

function text(status: number, message: string): FabricResponse {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: `${message}\n` };
}
