import { connect } from "node:net";
import { SimulationLog } from "../../../rehearsal/events";
import { InvariantWatch } from "../../../rehearsal/invariants";
import { DialInvariant } from "../../../scripts/rehearsal/dial-invariant";
import { watchRoutes } from "../../../scripts/rehearsal/network-guard";

/** A rehearsal's watch over its network, and a dial with the address of a real environment. Prints what the invariant says. */
const dials = new DialInvariant();
const watch = new InvariantWatch(new SimulationLog(() => 0), () => 0, [dials.invariant]);
const stopWatching = watchRoutes(dials);
connect(8006, "10.10.10.10").on("error", (error: NodeJS.ErrnoException) => {
  stopWatching();
  console.log(
    JSON.stringify({ code: error.code, violations: watch.findings().violations.map(({ invariant }) => invariant) }),
  );
});
