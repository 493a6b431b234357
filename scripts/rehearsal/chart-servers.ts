import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Socket } from "node:net";
import { createSecureContext } from "node:tls";
import type { PlatformPlan } from "../../model/platform/platform-plan";
import { ChartSites } from "../../rehearsal/charts/chart-sites";
import type { SimulationContext } from "../../rehearsal/simulation";
import { CertificateAuthority } from "../../rehearsal/cluster/certificates";

/** Answers for the chart repositories of a stack, under their own names and with certificates that the engine trusts. */
export class ChartServers {
  /** Who signs for them. */
  readonly caPem: string;
  private readonly plain: Server;
  private readonly secure: Server;
  private readonly asked: string[] = [];
  private sites = new ChartSites([]);
  private isLost: (chart: string) => boolean = () => false;

  private constructor(authority: CertificateAuthority) {
    this.caPem = authority.pem;
    this.plain = createServer(this.respond("http"));
    const SNICallback: NonNullable<Parameters<typeof createTlsServer>[0]["SNICallback"]> = (host, done) => {
      authority.issue({ name: `CN=${host}`, names: [host] }).then(
        ({ certificate, key }) => done(null, createSecureContext({ cert: certificate, key })),
        (error: unknown) => done(error as Error),
      );
    };
    this.secure = createTlsServer({ SNICallback }, this.respond("https"));
  }

  static async create(platform: PlatformPlan | undefined): Promise<ChartServers> {
    const servers = new ChartServers(await CertificateAuthority.create("chart repositories of a rehearsal"));
    servers.serve(platform);
    return servers;
  }

  /** Every address that was asked for, in order. */
  get requests(): readonly string[] {
    return this.asked;
  }

  /** From now on, the charts of this platform. */
  serve(platform: PlatformPlan | undefined): void {
    this.sites = new ChartSites(platform?.addOns ?? [], (chart) => this.isLost(chart));
  }

  /** From now on its faults are these; what a repository lost is back when outages are mended. */
  strikeWith({ faults, outages, events }: Pick<SimulationContext, "faults" | "outages" | "events">): void {
    this.isLost = (chart) => {
      if (faults.strikes("chart-missing", chart)) {
        outages.lostCharts.add(chart);
        events.emit({ kind: "fault", fault: `chart-missing of ${chart}` });
      }
      return outages.lostCharts.has(chart);
    };
  }

  /** Takes a connection to this host over, if it is one of theirs. */
  accept(host: string, socket: Socket, protocol: "http" | "https"): boolean {
    if (!this.sites.knowsHost(host)) return false;
    (protocol === "https" ? this.secure : this.plain).emit("connection", socket);
    return true;
  }

  private respond(protocol: "http" | "https"): RequestListener {
    return ({ url = "/", headers }, response) => {
      const address = new URL(url, `${protocol}://${headers.host ?? ""}`).href;
      this.asked.push(address);
      const found = this.sites.answer(address, { authorization: headers.authorization });
      const status = found === undefined ? 404 : (found.status ?? 200);
      const type = found?.type ?? "text/plain";
      response.writeHead(status, { "content-type": type, connection: "close", ...found?.headers });
      response.end(found?.body ?? "not found\n");
    };
  }
}
