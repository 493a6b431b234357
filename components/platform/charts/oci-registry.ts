import { type ChartAddress, type ChartPackage, packageOf } from "../../../stack/charts/chart-cache";
import { NoChartError } from "./no-chart";
import type { Web, WebAnswer } from "./web";

const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
/** What Helm calls the package among what a manifest lists (helm 3.18, pkg/registry/constants.go). */
const CONTENT = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

interface Manifest {
  readonly layers?: readonly { readonly mediaType?: string; readonly digest?: string }[];
}

/** A registry that has charts beside images, by the distribution API; asked without a login. */
export class OciRegistry {
  private readonly web: Web;
  private readonly base: URL;

  /** Of `oci://registry/path`. Like Helm, it speaks plain HTTP with this computer alone. */
  constructor(web: Web, address: string) {
    this.web = web;
    const { host, hostname, pathname } = new URL(address.replace(/^oci:/, "https:"));
    const scheme = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname) ? "http" : "https";
    this.base = new URL(`${scheme}://${host}/v2${pathname.replace(/\/$/, "")}/`);
  }

  /** @throws NoChartError when it has no such package, or another one than it says. */
  async fetch({ chart, version }: ChartAddress): Promise<ChartPackage> {
    // A tag has no plus sign (helm 3.18, pkg/registry/client.go).
    const tag = version.replaceAll("+", "_");
    const manifest = await this.get(new URL(`${chart}/manifests/${tag}`, this.base), MANIFEST);
    const { layers = [] } = JSON.parse(manifest.toString()) as Manifest;
    const digest = layers.find(({ mediaType }) => mediaType === CONTENT)?.digest ?? "";
    if (digest === "") throw new NoChartError(`${chart}:${tag} there, which is no chart`);
    const made = packageOf(await this.get(new URL(`${chart}/blobs/${digest}`, this.base), "*/*"));
    if (digest === `sha256:${made.sha256}`) return made;
    throw new NoChartError(`a package of SHA-256 ${made.sha256}, while its manifest says ${digest}`);
  }

  private async get(url: URL, accept: string): Promise<Buffer> {
    const first = await this.web.get(url, { Accept: accept });
    const answer = first.status === 401 ? await this.asAnybody(url, accept, first) : first;
    if (answer.status === 200) return answer.body;
    const login = answer.status === 401 || answer.status === 403 ? ", and this program logs in nowhere" : "";
    throw new NoChartError(`${answer.status} for ${answer.url.href}${login}`);
  }

  /** Public registries hand everybody a token, and want to see it (distribution specification, token authentication). */
  private async asAnybody(url: URL, accept: string, refused: WebAnswer): Promise<WebAnswer> {
    const challenge = refused.headers["www-authenticate"] ?? "";
    const said = new Map([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]));
    const [realm = "", service, scope] = ["realm", "service", "scope"].map((key) => said.get(key));
    if (!/^Bearer /i.test(challenge) || !URL.canParse(realm)) return refused;
    const asked = new URL(realm);
    if (service !== undefined) asked.searchParams.set("service", service);
    if (scope !== undefined) asked.searchParams.set("scope", scope);
    const answer = await this.web.get(asked);
    if (answer.status !== 200) return answer;
    const { token, access_token } = JSON.parse(answer.body.toString()) as { token?: string; access_token?: string };
    return this.web.get(url, { Accept: accept, Authorization: `Bearer ${token ?? access_token ?? ""}` });
  }
}
