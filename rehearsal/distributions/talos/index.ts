import type { SimulatedDistribution } from "../simulated-distribution";
import { TalosRoom } from "./cluster/talos-room";
import { talosInternet } from "./internet";
import { checkExtensions } from "./known-extensions";
import { talosctl } from "./talosctl/talosctl";

export const simulatedTalos: SimulatedDistribution<"talos"> = {
  software: (clusters) => ({ programs: [], daemons: [], systems: [new TalosRoom(clusters).system] }),
  operatorPrograms: (context, fabric) => [talosctl(context, fabric)],
  internet: talosInternet,
  aptPackages: () => [],
  mintedSecrets: () => [],
  checkPlan: checkExtensions,
  lookCommand: {
    output: "talosconfig",
    command: (file, address) => `talosctl --talosconfig ${file} --nodes ${address} get members`,
  },
};
