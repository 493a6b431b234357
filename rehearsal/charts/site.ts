/** What a repository or a registry answers. */
export interface SiteAnswer {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly type: string;
  readonly body: Buffer;
}

/** What counts of a request besides its address. */
export interface SiteRequest {
  readonly authorization?: string | undefined;
}

export interface PackedChart {
  readonly chart: string;
  readonly version: string;
  /** Without a slash at its end. */
  readonly repository: string;
  /** As tar, gzipped. */
  readonly content: Buffer;
}

/** Somebody who has charts. */
export interface Site {
  /** The hosts by whose names it is asked. */
  readonly hosts: readonly string[];
  /** Undefined where it has nothing. */
  answer(url: URL, asked: SiteRequest): SiteAnswer | undefined;
}
