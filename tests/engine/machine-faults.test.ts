import { further } from "../support/further";
import { survives } from "../support/survives";

jest.setTimeout(180_000);

further("a machine that never boots is named, and the next up brings it up", () =>
  survives("never-boots:worker-1", "worker-1", "preparing the node"),
);

further("a machine that accepts connections but stays silent is named in time, and the next up brings it up", () =>
  survives("silent-ssh:worker-1", "worker-1", "preparing the node"),
);

test("a machine that freezes during a script is named in time, and the next up brings it up", () =>
  survives("freezes:worker-1", "worker-1", "preparing the node"));

further("a connection that drops during a script is reported, and the next up runs the script again", () =>
  survives("ssh-drops:worker-1@2", "worker-1", "joining the cluster"),
);
