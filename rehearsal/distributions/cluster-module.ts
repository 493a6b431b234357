import { everySimulated } from "./registry";
import type { GuestSoftware } from "../guests/guest-software";
import type { SimulationContext } from "../simulation";
import { Clusters } from "../cluster/clusters";
import { kubectl } from "../cluster/kubectl/kubectl";

/** The clusters: what guests run of them, and a way to look inside. */
export class ClusterModule extends Clusters implements GuestSoftware {
  readonly programs;
  readonly daemons;
  readonly systems;
  readonly packages;

  constructor(context: SimulationContext) {
    super(context);
    const all = everySimulated.map((distribution) => distribution.software(this));
    // What comes with a distribution is on a machine only once it is installed.
    this.programs = [...kubectl(), ...all.flatMap(({ programs }) => programs)];
    this.daemons = all.flatMap(({ daemons }) => daemons);
    this.systems = all.flatMap(({ systems = [] }) => systems);
    this.packages = all.flatMap(({ packages = [] }) => packages);
  }
}
