import { notImplemented } from "../errors";
import type { ParameterTable } from "../schema/parameter";
import { pathParameters } from "../tables/path-parameters";
import type { Method, Route } from "./route";

export interface RouteMatch {
  readonly route: Route;
  /** The route's table with the parameters of its path. */
  readonly table: ParameterTable;
  readonly pathParams: Readonly<Record<string, string>>;
}

interface Branch {
  readonly fixed: Map<string, Branch>;
  wild: { readonly name: string; readonly branch: Branch } | undefined;
  readonly ends: Map<string, { readonly route: Route; readonly table: ParameterTable }>;
}

function newBranch(): Branch {
  return { fixed: new Map(), wild: undefined, ends: new Map() };
}

/** Finds the route of a request by walking its path's segments. */
export class Router {
  private readonly root = newBranch();

  constructor(routes: readonly Route[]) {
    for (const route of routes) this.add(route);
  }

  /** `path` is as the client sent it, still percent-encoded; a trailing slash does not matter. */
  match(method: string, path: string): RouteMatch {
    const segments = path.split("/").filter((segment) => segment !== "");
    let branch = this.root;
    const pathParams: Record<string, string> = {};
    for (const [index, segment] of segments.entries()) {
      const fixed = branch.fixed.get(segment);
      if (fixed) branch = fixed;
      else if (branch.wild?.name === "volume") {
        pathParams["volume"] = decodeURIComponent(segments.slice(index).join("/"));
        branch = branch.wild.branch;
        break;
      } else if (branch.wild) {
        pathParams[branch.wild.name] = decodeURIComponent(segment);
        branch = branch.wild.branch;
      } else throw notImplemented(method, path);
    }
    const end = branch.ends.get(method);
    if (!end) throw notImplemented(method, path);
    return { ...end, pathParams };
  }

  private add(route: Route): void {
    let branch = this.root;
    const inPath: Record<string, ParameterTable[string]> = {};
    for (const segment of route.path.split("/").filter((part) => part !== "")) {
      const name = /^\{(.+)\}$/.exec(segment)?.[1];
      if (name === undefined) {
        const next = branch.fixed.get(segment) ?? newBranch();
        branch.fixed.set(segment, next);
        branch = next;
        continue;
      }
      inPath[name] = pathParameters[name as keyof typeof pathParameters];
      branch.wild ??= { name, branch: newBranch() };
      branch = branch.wild.branch;
    }
    branch.ends.set(route.method satisfies Method, { route, table: { ...route.parameters, ...inPath } });
  }
}
