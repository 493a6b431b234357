import type { Rule } from "./rule";

const workersHaveAPool: Rule = ({ nodes, pools }) => {
  if (pools.worker !== undefined || !Object.values(nodes).some(({ role }) => role === "worker")) return [];
  const allowed = "must be a map with cores, memoryMiB, diskGiB, storage";
  return [
    { path: "pools.worker", problem: "missing, though there are workers", got: "nothing", allowed, remedy: "add it" },
  ];
};

export const poolRules: readonly Rule[] = [workersHaveAPool];
