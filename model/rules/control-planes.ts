import type { Rule } from "./rule";

/** etcd needs a majority: a second member makes it weaker than one, a fourth no stronger than three. */
const controlPlanesAreOdd: Rule = (config) => {
  const count = Object.values(config.nodes).filter((node) => node.role === "control-plane").length;
  if (count % 2 === 1) return [];
  const problem = count === 0 ? "no control plane" : "even number of control planes";
  const remedy = count === 0 ? "add a node with role control-plane" : "add or remove one";
  return [{ path: "nodes", problem, got: String(count), allowed: "allowed is 1, 3, 5 or 7", remedy }];
};

export const controlPlaneRules: readonly Rule[] = [controlPlanesAreOdd];
