import { parallelSteps } from "../../scripts/engine/parallel-steps";

it.each([
  { nodes: 1, steps: 16 },
  { nodes: 12, steps: 16 },
  { nodes: 13, steps: 17 },
  { nodes: 60, steps: 64 },
  { nodes: 300, steps: 64 },
])("the engine runs $steps steps at a time for $nodes nodes", ({ nodes, steps }) => {
  expect(parallelSteps({ nodes: Array.from({ length: nodes }) })).toBe(steps);
});
