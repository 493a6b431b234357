import type { SimulatedDistribution } from "../simulated-distribution";
import { TalosModule } from "./cluster/talos-module";
import { ImageFactory } from "./image-factory/image-factory";
import { talosInternet } from "./internet";
import { checkExtensions } from "./known-extensions";
import { talosctl } from "./talosctl/talosctl";

export const simulatedTalos: SimulatedDistribution<"talos"> = {
  software: (clusters) => ({ programs: [], daemons: [], systems: [new TalosModule(clusters).system] }),
  operatorPrograms: (context, fabric) => [talosctl(context, fabric)],
  internet: talosInternet,
  sites: () => [new ImageFactory()],
  aptPackages: () => [],
  issuedSecrets: () => [],
  checkPlan: checkExtensions,
  lookCommand: {
    output: "talosconfig",
    command: (file, address) => `talosctl --talosconfig ${file} --nodes ${address} get members`,
  },
};
