import { failed, ok, program } from "../program";

const folders = { once: "/var/lib/cloud/sem", instance: "/var/lib/cloud/instance/sem" };

/** `cloud-init-per once|instance|always NAME COMMAND…`: a command of bootcmd that does not run at every boot. */
export const cloudInitPer = program("cloud-init-per", async ([frequency = "", name = "", ...command], process) => {
  if (command.length === 0) return failed(1, "Usage: cloud-init-per frequency name cmd [ arg1 [ arg2 [ ... ] ]");
  if (process.user.uid !== 0) return failed(1, "must be root");
  if (frequency === "always") return process.run(command);
  if (frequency !== "once" && frequency !== "instance") return failed(1, `invalid frequency: ${frequency}`);
  const mark = `${folders[frequency]}/bootper.${name.replaceAll("-", "_")}.${frequency}`;
  if (process.guest.tree.exists(mark)) return ok();
  const outcome = await process.run(command);
  if (outcome.exitCode === 0) process.guest.tree.write(mark, "");
  return outcome;
});
