import { parse } from "yaml";
import type { Invariant } from "./invariant";

/** A host's own domain is its owner's, and often has a wildcard record for what is published at home. */
export const noInheritedSearchDomain: Invariant = {
  name: "no-inherited-search-domain",
  description: "machines resolve names only in their planned domain",
  watch: (context) => ({
    event(event) {
      if (event.kind !== "document" || event.name !== "network-config") return;
      const { nodes = [], vms = [] } = context.plan() ?? {};
      const planned = [...nodes, ...vms].find(({ name }) => name === event.machine);
      if (!planned || !("searchDomain" in planned)) return;
      const foreign = searchDomains(event.content).filter((domain) => domain !== planned.searchDomain);
      if (foreign.length === 0) return;
      context.violations({
        machine: event.machine,
        what: `${event.machine} resolves names in ${foreign.join(", ")} instead of ${planned.searchDomain}`,
        why: "its pods try external names in that domain first, where a wildcard record may answer even for image registries",
      });
    },
  }),
};

/** `search` of every entry of a network configuration, version 1. */
function searchDomains(text: string): readonly string[] {
  const { config = [] } = (parse(text) ?? {}) as { config?: readonly { readonly search?: readonly string[] }[] };
  return config.flatMap(({ search = [] }) => search);
}
