import { failed, ok, program, type Process } from "../program";

function asRoot(process: Process, act: () => void) {
  if (process.user.uid !== 0) return failed(1, "Call to Reboot failed: Interactive authentication required.");
  // The client still gets the answer before the machine goes.
  setImmediate(act);
  return ok();
}

const reboot = (_args: readonly string[], process: Process) => asRoot(process, () => process.guest.reboot());
const halt = (_args: readonly string[], process: Process) => asRoot(process, () => process.guest.halt());

export const power = [
  program("reboot", reboot),
  program("poweroff", halt),
  program("halt", halt),
  program("shutdown", (args, process) => (args.includes("-r") ? reboot(args, process) : halt(args, process))),
];
