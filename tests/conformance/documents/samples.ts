import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../readers/program";
import { builtTool } from "../readers/tools";
import type { Document } from "./document";

const folder = join(__dirname, "samples");

/**
 * Right documents that belong to no stack, so that a reader can be tried with each release it knows: files named
 * `<what>-v<minor>.yaml`, and what Talos makes itself, which holds keys and so is no file.
 */
export async function samples(): Promise<Document[]> {
  const files = readdirSync(folder).map((file) => ({
    stack: "samples",
    name: `sample: ${file}`,
    text: readFileSync(join(folder, file), "utf8"),
    kubernetes: /v1\.\d+/.exec(file)?.[0] ?? "",
  }));
  const { stdout } = await run(await builtTool("talos-documents"), ["examples"]);
  const made = (JSON.parse(stdout) as string[]).map((text) => ({
    stack: "samples",
    name: "sample: Talos' own",
    text,
    kubernetes: "v1.35",
  }));
  return [...files, ...made];
}
