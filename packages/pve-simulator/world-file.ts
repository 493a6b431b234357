// Public: the file that `--world` reads, for whoever starts it in a process of their own.
export { startedWith, type StartedWith } from "./src/cli/started-with";
export { readWorld, type WorldFile } from "./src/cli/world-file";
