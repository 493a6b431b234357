import { connect } from "node:net";
import { EventLog } from "../../../rehearsal/events";
import { LawWatch } from "../../../rehearsal/laws";
import { DialLaw } from "../../../scripts/rehearsal/dial-law";
import { watchRoutes } from "../../../scripts/rehearsal/network-guard";

/** A rehearsal's watch over its network, and a dial with the address of a real environment. Prints what the law says. */
const dials = new DialLaw();
const watch = new LawWatch(new EventLog(() => 0), () => 0, [dials.law]);
const stopWatching = watchRoutes(dials);
connect(8006, "10.10.10.10").on("error", (error: NodeJS.ErrnoException) => {
  stopWatching();
  console.log(JSON.stringify({ code: error.code, broken: watch.verdict().broken.map(({ law }) => law) }));
});
