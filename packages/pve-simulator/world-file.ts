// Public: the file that `--world` reads, for use in another process.
export { startedWith, type StartedWith } from "./src/cli/started-with";
export { readWorld, type WorldFile } from "./src/cli/world-file";
