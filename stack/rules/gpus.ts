import type { StackConfig } from "../../distributions/distribution";
import { nearestWord } from "../../model/edit-distance";
import { effectiveNodes } from "../../model/effective-node";
import { heldGpus } from "../gpu-plans";
import { repeated, type Rule } from "./rule";

const gpuNodesAreKnown: Rule = (config) =>
  Object.entries(config.gpus)
    .filter(([, gpu]) => config.nodes[gpu.node] === undefined)
    .map(([name, gpu]) => {
      const nodes = Object.keys(config.nodes);
      const meant = nearestWord(gpu.node, nodes);
      return {
        path: `gpus.${name}.node`,
        problem: config.vms[gpu.node] === undefined ? "unknown node" : "a machine that is no node",
        got: `"${gpu.node}"`,
        allowed: nodes.length > 0 ? `must be ${nodes.join(", ")}` : "must be a name of nodes",
        remedy: meant ? `did you mean "${meant}"?` : "write a name of nodes",
      };
    });

/** Two entries for one GPU would give it to two machines, and only the first to start would get it. */
const gpusAreHeldOnce: Rule = (config) =>
  repeated(heldGpus(config), ({ plan }) => `${plan.host}/${plan.path}`).map(({ item, first }) => ({
    path: `gpus.${item.plan.name}.path`,
    problem: `already the GPU of gpus.${first.plan.name}`,
    got: `"${item.plan.path}"`,
    allowed: "must be one entry per GPU",
    remedy: "remove one of the two",
  }));

/** A mapping has a GPU a host: of two on one, Proxmox would give a machine the one that is free. */
const mappingsHaveAGpuAHost: Rule = (config) =>
  repeated(heldGpus(config), ({ plan }) => `${plan.host}/${plan.mapping}`).map(({ item, first }) => ({
    path: `gpus.${item.plan.name}.mapping`,
    problem: `already the mapping of gpus.${first.plan.name}`,
    got: `"${item.plan.mapping}"`,
    allowed: "must be one GPU per host and mapping",
    remedy: "rename one of the two",
  }));

/** The functions of one GPU have one maker: of another's they are those of another GPU. */
const functionsAreOfOneMaker: Rule = ({ gpus }) =>
  Object.entries(gpus).flatMap(([name, { deviceIds }]) =>
    deviceIds.flatMap((id, index) => {
      const [maker = "", own] = [deviceIds[0]?.split(":")[0], id.split(":")[0]];
      if (own === maker) return [];
      return [
        {
          path: `gpus.${name}.deviceIds[${index}]`,
          problem: "not the vendor of the first function",
          got: `"${id}"`,
          allowed: `must be an id of ${maker}, like the first one, e.g. ${deviceIds[0]}`,
          remedy: "read them from lspci -nn -s and the path",
        },
      ];
    }),
  );

/** It is made here for all of its hosts, or for none. */
const mappingsAreMadeByOne: Rule = (config) => {
  const gpus = heldGpus(config).map(({ plan }) => plan);
  return gpus.flatMap(({ name, mapping, manageMapping }) => {
    const maker = gpus.find((other) => other.mapping === mapping && other.manageMapping);
    if (manageMapping || maker === undefined) return [];
    return [
      {
        path: `gpus.${name}.manageMapping`,
        problem: `the mapping ${mapping} is made by gpus.${maker.name}`,
        got: "false",
        allowed: "must be the same for every GPU of a mapping, e.g. true",
        remedy: "remove it, or set it to false in both",
      },
    ];
  });
};

const nodesHoldOneGpuAtMost: Rule = (config) =>
  repeated(heldGpus(config), ({ node }) => node).map(({ item, first }) => ({
    path: `gpus.${item.plan.name}.node`,
    problem: `already holds gpus.${first.plan.name}`,
    got: `"${item.node}"`,
    allowed: "must be one GPU per machine",
    remedy: "give it to another node",
  }));

const gpusAreOnTheirNodesHost: Rule = (config: StackConfig) =>
  heldGpus(config).flatMap(({ plan, node: name }) => {
    const node = effectiveNodes(config).find((candidate) => candidate.name === name);
    if (!node || node.host === plan.host) return [];
    const allowed = `must be a node of ${plan.host}`;
    return [
      {
        path: `gpus.${plan.name}.node`,
        problem: `on ${node.host}, another host than the GPU`,
        got: `"${name}"`,
        allowed,
        remedy: "move node or GPU",
      },
    ];
  });

export const gpuRules: readonly Rule[] = [
  gpuNodesAreKnown,
  gpusAreHeldOnce,
  mappingsHaveAGpuAHost,
  mappingsAreMadeByOne,
  nodesHoldOneGpuAtMost,
  functionsAreOfOneMaker,
  gpusAreOnTheirNodesHost,
];
