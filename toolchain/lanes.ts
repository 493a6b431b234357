/** Linking, about a quarter of a build, keeps one core busy: another build compiles meanwhile. */
const LANES = 2;

/**
 * Works on all, two at a time. What belongs to one group follows each other: two builds of one module would compile the
 * same at once. The first one is alone, for what everything is compiled of is the same too. After a failure nothing new
 * begins, and it is told when the other lane is done.
 */
export async function inLanes<Item>(
  items: readonly Item[],
  groupOf: (item: Item) => string,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const [first, ...rest] = items;
  if (first === undefined) return;
  await work(first);
  const groups = [...new Set(rest.map(groupOf))].map((group) => rest.filter((item) => groupOf(item) === group));
  let failed = false;
  const lane = async (): Promise<void> => {
    for (let group = groups.shift(); group !== undefined; group = groups.shift()) {
      for (const item of group) {
        if (failed) return;
        await work(item).catch((error: unknown) => {
          failed = true;
          throw error;
        });
      }
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
  const broken = lanes.find((ended) => ended.status === "rejected");
  if (broken) throw broken.reason;
}
