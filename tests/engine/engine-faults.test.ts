import { further } from "../support/further";
import { survives } from "../support/survives";

jest.setTimeout(180_000);

further("an engine killed during a clone leaves a half-made machine, and the next up cleans it up", () =>
  survives("pulumi-killed:worker-1", "worker-1", "virtual machine"),
);

test("an engine killed while the first server initializes the cluster initializes no second one", () =>
  survives("pulumi-killed:server-1/rke2-server start: initialize", "server-1", "initializing the cluster"));
