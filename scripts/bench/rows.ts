import type { Row } from "./row";
import { checkRow } from "./rows/check";
import { coldSetUpRow } from "./rows/cold-set-up";
import { growthRow } from "./rows/growth";
import { machinesRow } from "./rows/machines";
import { planRow } from "./rows/plan";
import { previewRow } from "./rows/preview";
import { realUpRow } from "./rows/real-up";
import { rehearsalRow } from "./rows/rehearsal";
import { setUpRow } from "./rows/set-up";
import { testsRow } from "./rows/tests";
import { simulationRow } from "./rows/simulation";

/** Everything that can be measured, in the order of the table. */
export const rows: readonly Row[] = [
  setUpRow,
  coldSetUpRow,
  rehearsalRow,
  realUpRow,
  previewRow,
  machinesRow,
  growthRow,
  simulationRow,
  planRow,
  checkRow,
  testsRow,
];
