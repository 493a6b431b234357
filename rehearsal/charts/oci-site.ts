import { createHash } from "node:crypto";
import type { PackedChart, Site, SiteAnswer, SiteRequest } from "./site";

const TOKEN = "of-a-rehearsal";
const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const CONFIG = Buffer.from("{}");

/**
 * A registry that has charts, as public ones are: it wants a token that it hands to everybody, and sends who asks for a
 * package on to another host, which refuses requests that bring the token along (as object stores do).
 */
export class OciSite implements Site {
  readonly hosts: readonly string[];
  private readonly registry: string;
  private readonly store: string;
  private readonly path: string;
  private readonly charts: readonly PackedChart[];
  private readonly isLost: (chart: string) => boolean;

  constructor(address: string, charts: readonly PackedChart[], isLost: (chart: string) => boolean) {
    const { host, pathname } = new URL(address.replace(/^oci:/, "https:"));
    this.registry = host;
    this.store = `blobs.${host}`;
    this.path = `/v2${pathname.replace(/\/$/, "")}`;
    this.charts = charts;
    this.isLost = isLost;
    this.hosts = [this.registry, this.store];
  }

  answer(url: URL, { authorization }: SiteRequest): SiteAnswer | undefined {
    if (url.host === this.store) return authorization === undefined ? this.stored(url) : refused(400, {});
    if (url.host !== this.registry) return undefined;
    if (url.pathname === "/token") return json({ token: TOKEN });
    if (authorization !== `Bearer ${TOKEN}`) return refused(401, { "www-authenticate": this.challenge(url) });
    return this.manifest(url) ?? this.sentOn(url);
  }

  private challenge({ pathname }: URL): string {
    const repository = pathname.replace(/^\/v2\/|\/(manifests|blobs)\/.*$/g, "");
    return `Bearer realm="https://${this.registry}/token",service="${this.registry}",scope="repository:${repository}:pull"`;
  }

  private manifest({ pathname }: URL): SiteAnswer | undefined {
    const found = this.charts.find((packed) => pathname === `${this.path}/${packed.chart}/manifests/${tagOf(packed)}`);
    if (found === undefined || this.isLost(found.chart)) return undefined;
    return {
      type: MANIFEST,
      body: Buffer.from(
        JSON.stringify({
          schemaVersion: 2,
          mediaType: MANIFEST,
          config: part("application/vnd.cncf.helm.config.v1+json", CONFIG),
          layers: [part("application/vnd.cncf.helm.chart.content.v1.tar+gzip", found.content)],
        }),
      ),
    };
  }

  private sentOn({ pathname }: URL): SiteAnswer | undefined {
    const found = this.charts.find(
      (packed) => pathname === `${this.path}/${packed.chart}/blobs/${digestOf(packed.content)}`,
    );
    return found && refused(307, { location: `https://${this.store}/${digestOf(found.content)}` });
  }

  private stored({ pathname }: URL): SiteAnswer | undefined {
    const found = this.charts.find(({ content }) => pathname === `/${digestOf(content)}`);
    return found && { type: "application/octet-stream", body: found.content };
  }
}

const tagOf = ({ version }: PackedChart): string => version.replaceAll("+", "_");
const digestOf = (content: Buffer): string => `sha256:${createHash("sha256").update(content).digest("hex")}`;
const part = (mediaType: string, content: Buffer) => ({ mediaType, digest: digestOf(content), size: content.length });
const json = (value: object): SiteAnswer => ({ type: "application/json", body: Buffer.from(JSON.stringify(value)) });
const refused = (status: number, headers: Readonly<Record<string, string>>): SiteAnswer => ({
  status,
  headers,
  type: "text/plain",
  body: Buffer.alloc(0),
});
