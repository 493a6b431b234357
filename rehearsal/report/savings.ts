import { type Making, type MachineWork, scheduled } from "./schedule";

/** What a change of the environment would save at most, in milliseconds. */
export interface Saving {
  readonly change: string;
  readonly ms: number;
}

const HALF = 0.5;

/**
 * What the next step of each would save, of a cluster that is made from nothing by the profile: another lane for clones on
 * each storage; machines that do their own work in half the time; a mirror so near that downloads take no time.
 */
export function savingsOf(machines: readonly MachineWork[], lanes: number): Saving[] {
  const today: Making = { lanes, downloads: 1, machines: 1 };
  const now = scheduled(machines, today);
  const saved = (change: string, making: Partial<Making>): Saving => ({
    change,
    ms: now - scheduled(machines, { ...today, ...making }),
  });
  return [
    saved("machines twice as fast", { machines: HALF }),
    saved(`${lanes + 1} clone lanes instead of ${lanes}`, { lanes: lanes + 1 }),
    saved("a mirror next door", { downloads: 0 }),
  ];
}
