import type { DownloadableFile } from "./spec";

/** What lies outside of the hosts and can be fetched. */
export class Downloads<File extends DownloadableFile = DownloadableFile> {
  protected readonly files: readonly File[];

  constructor(files: readonly File[]) {
    this.files = files;
  }

  /** The file at exactly this address; `+` and `%2B` name the same release. */
  file(url: string): File | undefined {
    const wanted = decodeURIComponent(url);
    return this.files.find((file) => decodeURIComponent(file.url) === wanted);
  }
}
