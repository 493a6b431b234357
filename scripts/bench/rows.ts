import type { Row } from "./row";
import { coldSetUpRow } from "./rows/cold-set-up";
import { checkRow, planRow, testsRow } from "./rows/commands";
import { growthRow, growthUpRow } from "./rows/growth";
import { machinesRow } from "./rows/machines";
import { previewRow } from "./rows/preview";
import { realLargeUpRow, realUpRow, rehearsalRow } from "./rows/rehearsal";
import { setUpRow } from "./rows/set-up";
import { simulationRow } from "./rows/simulation";

/** Everything that can be measured, in the order of the table. */
export const rows: readonly Row[] = [
  setUpRow,
  coldSetUpRow,
  rehearsalRow,
  realUpRow,
  realLargeUpRow,
  previewRow,
  machinesRow,
  growthRow,
  growthUpRow,
  simulationRow,
  planRow,
  checkRow,
  testsRow,
];
