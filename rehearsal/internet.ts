import { Downloads } from "pve-simulator";
import { FACTORY_HOST, ImageFactory } from "./distributions/talos/image-factory/image-factory";
import type { InternetFile } from "./simulation-spec";

/** What lies outside the simulation and can still be fetched: the files of its spec, and Talos' image factory. */
export class Internet extends Downloads<InternetFile> {
  readonly factory = new ImageFactory();

  override file(url: string): InternetFile | undefined {
    return super.file(url) ?? this.factory.file(url);
  }

  knowsHost(host: string): boolean {
    return host === FACTORY_HOST || this.files.some((file) => new URL(file.url).host === host);
  }
}
