import type { IncomingHttpHeaders } from "node:http";
import { unauthorized } from "../errors";
import { Caller } from "../model/permissions";
import type { DatacenterSpec } from "../spec";

/** Who sent the request, by its API token: the program, or the administrator who lives there too. */
export function authenticate(
  headers: IncomingHttpHeaders,
  { token, otherTokens = [], administrator }: DatacenterSpec,
): Caller {
  const given = /^PVEAPIToken=(.*)$/.exec(headers.authorization ?? "")?.[1];
  if (given === undefined) throw unauthorized("No ticket");
  if (administrator && given === `${administrator.id}=${administrator.secret}`) {
    return new Caller(administrator.id, "all", "others");
  }
  const known = [token, ...otherTokens].find(({ id, secret }) => given === `${id}=${secret}`);
  if (!known) throw unauthorized("Authentication failed!");
  return new Caller(known.id, known.privileges);
}
