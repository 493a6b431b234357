import { failed, ok, program } from "../program";

/** Signals reach nobody here: services are stopped through systemd, and scripts end with their session. */
export const processes = [
  program("kill", (args) => {
    const pid = args.find((word) => !word.startsWith("-"));
    if (pid === undefined) return failed(2, "kill: usage: kill [-s sigspec | -n signum | -sigspec] pid");
    return pid === "1" || pid === "$$" ? ok() : failed(1, `sh: 1: kill: No such process`);
  }),
  program("pgrep", (args, { guest }) => {
    const name = args.filter((word) => !word.startsWith("-")).at(-1) ?? "";
    const running = guest.units.names().some((unit) => unit.startsWith(name) && guest.units.state(unit) === "active");
    return running ? ok("812\n") : { exitCode: 1 };
  }),
];
