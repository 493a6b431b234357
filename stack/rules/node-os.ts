import { distributionOf } from "../../distributions/registry";
import { familyOf } from "../family";
import type { Rule } from "./rule";

const distributionRunsOnTheSystem: Rule = (config) => {
  const { title, systems } = distributionOf(config.cluster);
  const family = familyOf(config);
  if (systems.includes(family)) return [];
  const problem = `not what ${title} runs on here`;
  const allowed = `must be ${systems.join(" or ")}`;
  const remedy = systems.length > 1 ? "choose one of them" : "leave it out";
  return [{ path: "os.family", problem, got: `"${family}"`, allowed, remedy }];
};

export const nodeOsRules: readonly Rule[] = [distributionRunsOnTheSystem];
