import { DISTRIBUTIONS } from "../../distributions/cluster-schema";
import { distributionOf, distributions } from "../../distributions/registry";
import type { Rule } from "./rule";

/** etcd needs a majority: a second member makes it weaker than one, a fourth no stronger than three. */
const controlPlanesAreOdd: Rule = (config) => {
  const count = Object.values(config.nodes).filter((node) => node.role === "control-plane").length;
  if (count % 2 === 1 && count <= 7) return [];
  const problem =
    count === 0 ? "no control plane" : count > 7 ? "too many control planes" : "even number of control planes";
  const remedy =
    count === 0
      ? "add a node with role control-plane"
      : count > 7
        ? "make the others workers: every member slows etcd"
        : "add or remove one";
  return [{ path: "nodes", problem, got: String(count), allowed: "must be 1, 3, 5 or 7", remedy }];
};

/** A majority has to live to take the others out. Workers leave without being asked, and some find out by themselves. */
const fewHaveFailed: Rule = ({ cluster, nodes }) => {
  const servers = Object.values(nodes).filter(({ role }) => role === "control-plane");
  const allowed = Math.floor((servers.length - 1) / 2);
  const failed = Object.entries(nodes).filter(([, node]) => node.failed);
  return failed.flatMap(([name, node], index) => {
    const path = `nodes.${name}.failed`;
    const own = { path, got: "true" };
    if (node.role === "worker" || !distributionOf(cluster).removesFailedNodes)
      return [
        {
          ...own,
          problem: "not supported here",
          allowed: `must be a control plane of ${inWords(forgetting())}`,
          remedy: "raise its generation, or remove its entry",
        },
      ];
    if (index < allowed) return [];
    return [
      {
        ...own,
        problem: "too many failed control planes",
        allowed: `must be ${allowed} of ${servers.length}`,
        remedy: "repair one: without a majority etcd stops working",
      },
    ];
  });
};

/** `a, b and c`. */
const inWords = (names: readonly string[]) =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

const forgetting = () => DISTRIBUTIONS.filter((name) => distributions[name].removesFailedNodes);

export const controlPlaneRules: readonly Rule[] = [controlPlanesAreOdd, fewHaveFailed];
