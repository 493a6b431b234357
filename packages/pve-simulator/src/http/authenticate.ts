import type { IncomingHttpHeaders } from "node:http";
import { unauthorized } from "../errors";
import type { Accounts } from "../model/accounts";
import { Caller, type PathGrant } from "../model/permissions";
import type { DatacenterSpec } from "../spec";

/** Who sent the request, by its API token: the program, the administrator who lives there too, or a user that somebody made. */
export function authenticate(
  headers: IncomingHttpHeaders,
  { token, otherTokens = [], administrator }: DatacenterSpec,
  accounts: Accounts,
): Caller {
  const given = /^PVEAPIToken=(.*)$/.exec(headers.authorization ?? "")?.[1];
  if (given === undefined) throw unauthorized("No ticket");
  if (administrator && given === `${administrator.id}=${administrator.secret}`) {
    return new Caller(administrator.id, "all", "others");
  }
  const known = [token, ...otherTokens].find(({ id, secret }) => given === `${id}=${secret}`);
  if (known) return new Caller(known.id, known.privileges, "program", grantedBy(known.grants ?? []));
  return madeCaller(given, accounts);
}

const grantedBy =
  (grants: readonly PathGrant[]) =>
  (path: string): ReadonlySet<string> =>
    new Set(grants.filter((grant) => path === grant.path || path.startsWith(`${grant.path}/`)).flatMap(privileges));

const privileges = (grant: PathGrant): readonly string[] => grant.privileges;

/** What a user of their own does is not the program's doing. */
function madeCaller(given: string, accounts: Accounts): Caller {
  const [, user = "", name = "", secret] = /^([^!=]+)!([^!=]+)=(.+)$/.exec(given) ?? [];
  const found = accounts.find(user);
  if (found?.tokens.get(name)?.secret !== secret || !found?.enable) throw unauthorized("Authentication failed!");
  return new Caller(`${user}!${name}`, [], "others", (path) => accounts.privilegesOf(user, name, path));
}
