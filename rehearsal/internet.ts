import { createHash } from "node:crypto";
import { Downloads } from "pve-simulator";
import type { FabricRequest, FabricResponse } from "./network/service";
import type { InternetFile } from "./simulation-spec";

/** A site that makes what it is asked for. */
export interface Site {
  readonly host: string;
  /** Its HTTP API. */
  answer(request: Pick<FabricRequest, "method" | "path" | "body">): FabricResponse;
  /** What is at an address of it. */
  file(url: string): InternetFile | undefined;
}

/** What lies outside the simulation and can still be fetched: the files of its spec, and sites that make theirs. */
export class Internet extends Downloads<InternetFile> {
  readonly sites: readonly Site[];

  constructor(files: readonly InternetFile[], sites: readonly Site[] = []) {
    super(files);
    this.sites = sites;
  }

  override file(url: string): InternetFile | undefined {
    return super.file(url) ?? this.sites.find(({ host }) => url.startsWith(`https://${host}/`))?.file(url);
  }

  site(host: string): Site | undefined {
    return this.sites.find((site) => site.host === host);
  }

  knowsHost(host: string): boolean {
    return this.site(host) !== undefined || this.files.some((file) => new URL(file.url).host === host);
  }
}

/** Text at an address, with its true sum. */
export function textFile(url: string, text: string): InternetFile {
  const content = Buffer.from(text);
  return { url, content, sizeBytes: content.length, sha256: createHash("sha256").update(content).digest("hex") };
}
