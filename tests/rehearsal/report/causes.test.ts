import { causesOf } from "../../../rehearsal/report/causes";
import { asgardPlan } from "../../support/plans";

const up = causesOf(asgardPlan(), "up");
const destroy = causesOf(asgardPlan(), "destroy");

describe("which work may have waited for which", () => {
  it("lets a server wait for the previous one, and for no worker", () => {
    expect(up("valaskjalf-master-1", "valaskjalf-master-2")).toBe(true);
    expect(up("valaskjalf-master-2", "valaskjalf-master-1")).toBe(false);
    expect(up("valaskjalf-worker-1", "valaskjalf-master-2")).toBe(false);
  });

  it("lets a worker wait for the first server and for the previous clone in its lane, and for no later server", () => {
    expect(up("valaskjalf-master-1", "valaskjalf-worker-1")).toBe(true);
    expect(up("valaskjalf-worker-1", "valaskjalf-worker-3")).toBe(true);
    expect(up("valaskjalf-master-3", "valaskjalf-worker-1")).toBe(false);
  });

  it("lets every machine wait for its host and template", () => {
    expect(up("asgard", "valaskjalf-worker-2")).toBe(true);
    expect(up("pkr-ubuntu-noble-1", "valaskjalf-master-3")).toBe(true);
  });

  it("is reversed for a destroy", () => {
    expect(destroy("valaskjalf-master-2", "valaskjalf-master-1")).toBe(true);
    expect(destroy("valaskjalf-master-1", "valaskjalf-master-2")).toBe(false);
    expect(destroy("valaskjalf-worker-1", "pkr-ubuntu-noble-1")).toBe(true);
  });
});
