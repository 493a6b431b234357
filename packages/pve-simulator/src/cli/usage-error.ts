/** Something the person at the command line can put right: told without a stack, exit status 2. */
export class SimulatorUsageError extends Error {}
