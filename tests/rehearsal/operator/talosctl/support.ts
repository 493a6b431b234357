import { ctrl0, ctrl1, work0 } from "../../cluster/talos/machines";
import {
  apply,
  boot,
  bootstrapWhenReady,
  joined,
  talosWorld,
  until,
  type TalosWorld,
} from "../../cluster/talos/support";
import { talosSystemOf } from "../../../../rehearsal/distributions/talos/cluster/talos-system";

/** A control plane with a cluster, a worker of it, and a machine in maintenance mode. */
export async function oneOfEachKind(): Promise<TalosWorld> {
  const world = await talosWorld();
  await boot(world, ctrl0);
  await apply(world, ctrl0);
  await boot(world, ctrl1);
  await until(
    () =>
      talosSystemOf(world.clusters)
        .machine(ctrl0.name)
        ?.network.ports()
        .some(({ port }) => port === 50_001) === true,
  );
  await bootstrapWhenReady(world, ctrl0);
  await joined(world, ctrl0);
  await boot(world, work0);
  await apply(world, work0);
  await joined(world, work0);
  return world;
}

/** The control plane, through itself. */
export const at = "--endpoints 10.10.10.11 --nodes 10.10.10.11";

export const unavailable = (transport: string): string =>
  `rpc error: code = Unavailable desc = connection error: desc = ${JSON.stringify(transport)}\n`;
