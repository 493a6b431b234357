import type { Invariant } from "./invariant";

/** In life the nodes stay Ready, the next preview is empty, and nothing that is asked of the cluster happens any more. */
export const rangesKept: Invariant = {
  name: "ranges-kept",
  description: "no control plane starts with pod or Service ranges that differ from its cluster's",
  watch(context) {
    return {
      event(event) {
        if (event.kind !== "cluster" || event.change !== "range-refused") return;
        context.violations({
          what: `a control plane of cluster ${event.cluster} refuses its ranges: ${event.detail ?? ""}`,
          why: "controllers do not run, and new nodes and Services get no addresses",
          ...(event.machine !== undefined && { machine: event.machine }),
        });
      },
    };
  },
};
