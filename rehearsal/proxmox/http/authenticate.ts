import type { IncomingHttpHeaders } from "node:http";
import { unauthorized } from "../errors";
import { Caller } from "../model/permissions";
import type { WorldSpec } from "../../world-spec";

/** Who sent the request, by its API token; the world has no other logins. */
export function authenticate(headers: IncomingHttpHeaders, token: WorldSpec["token"]): Caller {
  const given = /^PVEAPIToken=(.*)$/.exec(headers.authorization ?? "")?.[1];
  if (given === undefined) throw unauthorized("No ticket");
  if (given !== `${token.id}=${token.secret}`) throw unauthorized("Authentication failed!");
  return new Caller(token.id, token.privileges);
}
