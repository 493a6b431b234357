import { ctrl0, ctrl1, work0 } from "../../cluster/talos/machines";
import {
  apply,
  boot,
  bootstrapWhenReady,
  joined,
  talosSimulation,
  until,
  type TalosSimulation,
} from "../../cluster/talos/support";
import { talosSystemOf } from "../../../../rehearsal/distributions/talos/cluster/talos-system";

/** A control plane with a cluster, a worker of it, and a machine in maintenance mode. */
export async function oneOfEachKind(): Promise<TalosSimulation> {
  const simulation = await talosSimulation();
  await boot(simulation, ctrl0);
  await apply(simulation, ctrl0);
  await boot(simulation, ctrl1);
  await until(
    () =>
      talosSystemOf(simulation.clusters)
        .machine(ctrl0.name)
        ?.network.ports()
        .some(({ port }) => port === 50_001) === true,
  );
  await bootstrapWhenReady(simulation, ctrl0);
  await joined(simulation, ctrl0);
  await boot(simulation, work0);
  await apply(simulation, work0);
  await joined(simulation, work0);
  return simulation;
}

/** The control plane, through itself. */
export const at = "--endpoints 10.10.10.11 --nodes 10.10.10.11";

export const unavailable = (transport: string): string =>
  `rpc error: code = Unavailable desc = connection error: desc = ${JSON.stringify(transport)}\n`;
