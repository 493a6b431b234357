import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { SimulatorContext } from "../context";
import { type ApiError, asApiError, failure, parameterErrors } from "../errors";
import { actAs } from "../model/actor";
import type { Datacenter } from "../model/datacenter";
import { checkPower, isApiGone } from "../model/host-power";
import { type Caller, enforce } from "../model/permissions";
import { checkQuorum } from "../model/quorum";
import { entryOf, type ParameterTable } from "../schema/parameter";
import type { RawParams } from "../schema/params";
import { verify } from "../schema/verify";
import { authenticate } from "./authenticate";
import { type Body, parseForm, readBody } from "./body";
import { isUnexpected } from "./expected-refusals";
import { type Shuffle, toJson } from "./json";
import { Call } from "./route";
import type { Router } from "./router";

/** One request as it was answered; `path` is decoded and without a trailing slash. */
export interface RequestRecord {
  readonly method: string;
  readonly path: string;
  readonly params: RawParams;
  readonly status: number;
  readonly error?: string;
}

const prefix = "/api2/json";
/** PVE lets a failed login wait. */
const loginPenaltyMs = 3_000;
const secretParameters = new Set(["cipassword", "password"]);

/** Answers requests by the router's table and keeps a record of each. */
export function listener(datacenter: Datacenter, router: Router, requests: RequestRecord[]): RequestListener {
  return (request, response) => {
    void serve(datacenter, router, requests, request, response);
  };
}

async function serve(
  datacenter: Datacenter,
  router: Router,
  requests: RequestRecord[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = "GET", url = "/" } = request;
  if (isApiGone(datacenter)) return void request.socket.destroy();
  const [fullPath = "/", query = ""] = url.split("?", 2);
  const path = fullPath.startsWith(prefix) ? fullPath.slice(prefix.length) : fullPath;
  const shuffle = () => datacenter.simulation.hashOrder.shuffle(`answer to ${method} ${path}`);
  let params: RawParams = {};
  try {
    const body = await readBody(request);
    params = { ...parseForm(query), ...body.params };
    const data = await answer(datacenter, router, request, path, params, body);
    send(response, 200, "OK", toJson({ data: data ?? null }, shuffle()));
    record(datacenter.simulation, requests, { method, path: tidy(path), params: masked(params), status: 200 });
  } catch (thrown) {
    if (!request.complete) return void response.destroy();
    const error = asApiError(thrown);
    if (error.status === 401) await datacenter.simulation.clock.sleep(loginPenaltyMs);
    refuse(response, error, shuffle());
    const entry = { method, path: tidy(path), params: masked(params), status: error.status, error: errorText(error) };
    record(datacenter.simulation, requests, entry, isUnexpected(method, tidy(path), error));
  }
}

async function answer(
  datacenter: Datacenter,
  router: Router,
  request: IncomingMessage,
  path: string,
  params: RawParams,
  body: Body,
): Promise<unknown> {
  if (!request.url?.startsWith(prefix)) throw failure(`no such file '${path}'`);
  const caller: Caller = authenticate(request.headers, datacenter.simulation.spec, datacenter.accounts);
  const { route, table, pathParams } = router.match(request.method ?? "GET", path);
  checkTwice(params, pathParams);
  const given = { ...params, ...pathParams };
  // Privileges come first, as in PVE: who may not knock does not learn what is wrong with the request.
  enforce(caller, route.permission, (template) =>
    template.replace(/\{(\w+)\}/g, (_, name: string) => first(given[name])),
  );
  checkProxiedNode(table, given);
  const { method = "GET" } = request;
  const { node } = pathParams;
  if (node !== undefined) await checkPower(datacenter, method, datacenter.host(node));
  checkQuorum(datacenter, method, tidy(path));
  return actAs(caller.actor, () => route.answer(new Call(datacenter, caller, verify(table, given), body.upload)));
}

/** The node that a request names besides its path is looked for before the parameters are read (`resolve_proxyto`). */
function checkProxiedNode(table: ParameterTable, given: RawParams): void {
  const node = given["check-node"];
  if (entryOf(table, "check-node") && node !== undefined && ["", "0"].includes(first(node)))
    throw failure("internal error - proxyto_callback returned nothing");
}

/** What the path says already may be said again, but not otherwise (pve-manager, HTTPServer.pm). */
function checkTwice(params: RawParams, pathParams: Readonly<Record<string, string>>): void {
  const other = Object.keys(params)
    .sort()
    .find((name) => pathParams[name] !== undefined && params[name] !== pathParams[name]);
  if (other === undefined) return;
  throw parameterErrors({ [other]: "duplicate parameter (already defined in URI) with conflicting values!" });
}

function first(value: string | string[] | undefined): string {
  return [value ?? ""].flat()[0] ?? "";
}

function send(response: ServerResponse, status: number, reason: string, text: string): void {
  const headers = {
    "content-type": "application/json;charset=UTF-8",
    "content-length": Buffer.byteLength(text),
    server: "pve-api-daemon/3.0",
  };
  response.writeHead(status, reason, headers).end(text);
}

function refuse(response: ServerResponse, error: ApiError, shuffle: Shuffle): void {
  response.setHeader("connection", "close");
  const errors = error.errors === undefined ? {} : { errors: withShuffledParts(error.errors, shuffle) };
  const body = toJson({ data: null, message: error.wireMessage, ...errors }, shuffle);
  send(response, error.status, error.reason, body);
}

/** Errors about the parts of a property string are in hash order too (JSONSchema.pm, `check_object`). */
function withShuffledParts(errors: Readonly<Record<string, string>>, shuffle: Shuffle): Record<string, string> {
  const head = "invalid format - format error\n";
  const shuffled = Object.entries(errors).map(([name, text]) => {
    if (!text.startsWith(head)) return [name, text];
    return [name, head + shuffle(text.slice(head.length).split(/(?<=\n)(?=\S+: )/)).join("")];
  });
  return Object.fromEntries(shuffled) as Record<string, string>;
}

function record(
  simulation: SimulatorContext,
  requests: RequestRecord[],
  entry: RequestRecord,
  unexpected?: boolean,
): void {
  requests.push(entry);
  simulation.events.emit({ kind: "request", ...entry, ...(unexpected !== undefined && { unexpected }) });
}

function errorText({ message, errors }: ApiError): string {
  const details = Object.entries(errors ?? {}).map(([name, text]) => `${name}: ${text.trim()}`);
  return [message, ...details].join("; ");
}

function tidy(path: string): string {
  return safeDecode(path).replace(/\/+$/, "") || "/";
}

function safeDecode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function masked(params: RawParams): RawParams {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, secretParameters.has(name) ? "**********" : value]),
  );
}
