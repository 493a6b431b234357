import { FACTORY_HOST, ImageFactory } from "./image-factory/image-factory";
import type { InternetFile } from "./world-spec";

/** What lies outside the world and can still be fetched: the files of its spec, and Talos' image factory. */
export class Internet {
  readonly factory = new ImageFactory();
  private readonly files: readonly InternetFile[];

  constructor(files: readonly InternetFile[]) {
    this.files = files;
  }

  /** The file at exactly this address; `+` and `%2B` name the same release. */
  file(url: string): InternetFile | undefined {
    const wanted = decodeURIComponent(url);
    return this.files.find((file) => decodeURIComponent(file.url) === wanted) ?? this.factory.file(url);
  }

  knowsHost(host: string): boolean {
    return host === FACTORY_HOST || this.files.some((file) => new URL(file.url).host === host);
  }
}
