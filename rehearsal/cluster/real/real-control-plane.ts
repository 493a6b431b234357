import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request, type RequestOptions } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import type { ApiChange, ApiClient } from "./api-client";
import {
  apiServerArguments,
  controllerManagerArguments,
  egressConfiguration,
  etcdArguments,
  schedulerArguments,
  type Ports,
} from "./arguments";
import { Daemon } from "./daemon";
import { EgressProxy } from "./egress-proxy";
import { freePorts } from "./free-ports";
import { makePki, type Pki } from "./pki";
import type { ApiAnswer, ApiUser, RealKubernetes } from "../../real-kubernetes";
import { askAgain, retryAfterOf, type RawAnswer } from "./retry-after";
import { watchList } from "./watch";

/** How long the API server may take on a busy computer before it counts as not coming. */
const READY_WITHIN_MS = 120_000;
const ASK_EVERY_MS = 100;

/**
 * A real etcd, kube-apiserver, kube-controller-manager and kube-scheduler on loopback. They know nothing of the simulation: its
 * API servers stand before this one, decide who may speak at all, and say whom they speak for.
 */
export class RealControlPlane implements ApiClient {
  /** The way from the API server into the cluster. */
  readonly egress: EgressProxy;
  private readonly folder: string;
  private readonly port: number;
  private readonly launch: Launch;
  private daemons: readonly Daemon[];
  private readonly agents: { readonly frontProxy: Agent; readonly admin: Agent };
  private waiting: Promise<void> | undefined;

  private constructor(folder: string, egress: EgressProxy, pki: Pki, port: number, launch: Launch) {
    this.folder = folder;
    this.egress = egress;
    this.port = port;
    this.launch = launch;
    this.daemons = launch.api();
    const agent = ({ certificate, key }: Pki["admin"]): Agent =>
      new Agent({ keepAlive: true, ca: pki.caPem, cert: certificate, key });
    this.agents = { frontProxy: agent(pki.frontProxy), admin: agent(pki.admin) };
  }

  /** Starts the programs; whether they are ready is asked when somebody needs them. `secondMs`: how quickly the simulation lives. */
  static async start({ programs, folder, serviceCidr }: RealKubernetes, secondMs: number): Promise<RealControlPlane> {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const [api = 0, etcd = 0, peer = 0] = await freePorts(3);
    const ports: Ports = { api, etcd, peer };
    const pki = await makePki(folder, `https://127.0.0.1:${api}`);
    const egress = await EgressProxy.start(pki.kubelet, pki.caPem);
    const egressFile = join(folder, "egress.yaml");
    writeFileSync(egressFile, egressConfiguration(pki, egress.port));
    const settings = { serviceCidr, secondMs, egressFile };
    const daemon = (name: string, program: string, args: readonly string[]): Daemon =>
      new Daemon(name, program, args, join(folder, `${name}.log`));
    const kubernetes = (name: string, args: readonly string[]) => daemon(name, programs.kubernetes, [name, ...args]);
    return new RealControlPlane(folder, egress, pki, api, {
      api: () => [
        daemon("etcd", programs.etcd, etcdArguments(pki, ports, join(folder, "etcd"))),
        kubernetes("kube-apiserver", apiServerArguments(pki, ports, settings)),
      ],
      clients: () => [
        kubernetes("kube-controller-manager", controllerManagerArguments(pki)),
        kubernetes("kube-scheduler", schedulerArguments(pki)),
      ],
    });
  }

  /** Resolves when the API server answers; throws with the last lines of a program that is gone. */
  async ready(): Promise<void> {
    await (this.waiting ??= this.untilReady());
    this.refuseGone();
  }

  private refuseGone(): void {
    const gone = this.daemons.find(({ failure }) => failure !== undefined);
    if (gone) throw new Error(`the control plane of this simulation is gone: ${gone.failure}`);
  }

  /** Starts over with empty storage. */
  empty(): void {
    this.waiting = Promise.all(this.daemons.map((daemon) => daemon.stop())).then(() => {
      rmSync(join(this.folder, "etcd"), { recursive: true, force: true });
      this.daemons = this.launch.api();
      return this.untilReady();
    });
  }

  /** Hands a client's request on, as one of this user; what comes back goes to the client as it is. */
  forward(asked: IncomingMessage, response: ServerResponse, user: ApiUser): void {
    const { "x-remote-user": _user, authorization: _token, connection: _connection, ...headers } = asked.headers;
    const given = Object.entries(headers).filter(([name]) => !name.startsWith("x-remote-"));
    const options: RequestOptions = {
      agent: this.agents.frontProxy,
      method: asked.method ?? "GET",
      path: asked.url ?? "/",
      headers: { ...Object.fromEntries(given), "x-remote-user": user.user, "x-remote-group": [...user.groups] },
    };
    const onward = this.request(options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      response.on("close", () => answer.destroy());
    });
    onward.on("error", (error) =>
      response.headersSent ? response.destroy() : response.writeHead(502).end(`${error}`),
    );
    response.on("close", () => onward.destroy());
    asked.pipe(onward);
  }

  /** Asks as the simulation itself, an administrator, and again while the API server is busy. */
  ask(method: string, path: string, body?: unknown): Promise<ApiAnswer> {
    return askAgain(
      () => this.askOnce(method, path, body),
      (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
    );
  }

  private askOnce(method: string, path: string, body: unknown): Promise<RawAnswer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
    // Of a DELETE's body Node tells nobody the length by itself.
    const headers = text === undefined ? {} : { "content-type": type, "content-length": Buffer.byteLength(text) };
    const options = { agent: this.agents.admin, method, path, headers };
    return new Promise((resolve, reject) => {
      const onward = this.request(options, (answer) => {
        let said = "";
        answer.setEncoding("utf8").on("data", (chunk: string) => (said += chunk));
        answer.on("end", () => {
          const again = retryAfterOf(answer.headers["retry-after"]);
          resolve({ status: answer.statusCode ?? 0, body: parsed(said), ...again });
        });
        answer.on("error", reject);
      });
      onward.on("error", reject);
      onward.end(text);
    });
  }

  watch(path: string, changed: (change: ApiChange) => void, signal: AbortSignal): void {
    const api = {
      ask: (method: string, asked: string) => this.ask(method, asked),
      stream: (asked: string, until: AbortSignal) => this.stream(asked, until),
    };
    void watchList(api, path, changed, signal);
  }

  private stream(path: string, signal: AbortSignal): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const onward = this.request({ agent: this.agents.admin, path, signal }, resolve);
      onward.on("error", reject);
      onward.end();
    });
  }

  async close(): Promise<void> {
    await this.egress.close();
    for (const agent of Object.values(this.agents)) agent.destroy();
    await Promise.all(this.daemons.map((daemon) => daemon.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private request(options: RequestOptions, answered: (answer: IncomingMessage) => void) {
    return request({ host: "127.0.0.1", port: this.port, ...options }, answered);
  }

  /** The controller manager waits ten seconds for the API server and ends: too few for a busy computer. */
  private startClients(): void {
    this.daemons = [...this.daemons, ...this.launch.clients()];
  }

  private async untilReady(): Promise<void> {
    const until = Date.now() + READY_WITHIN_MS;
    for (;;) {
      const status = await this.ask("GET", "/readyz").then(
        (answer) => answer.status,
        () => 0,
      );
      if (status === 200) return this.startClients();
      this.refuseGone();
      if (Date.now() > until) {
        const said = this.daemons.map(({ name, lastWords }) => `${name}: ${lastWords}`).join("\n");
        throw new Error(`the API server of this simulation is not ready within ${READY_WITHIN_MS / 1000} s\n${said}`);
      }
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    }
  }
}

/** What runs from the beginning, and what is started once the API server answers. */
interface Launch {
  api(this: void): readonly Daemon[];
  clients(this: void): readonly Daemon[];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
