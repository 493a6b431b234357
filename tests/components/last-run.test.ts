import { refuseImpossibleChange } from "../../components/last-run";
import { NOTHING_IN_STATE } from "../../model/in-state";
import { isInUse, wasThere } from "../../stack/last-run";
import { parseConfig } from "../../stack/parse";
import { plan } from "../../stack/plan";
import { asgardSections } from "../support/asgard";
import { pcTipsPlan } from "../support/pc-tips";

const config = parseConfig(asgardSections());
const asgard = { config, plan: plan(config, "asgard") };
const pcTips = { config, plan: pcTipsPlan() };
const [first] = asgard.plan.nodes;

describe("what the last run left", () => {
  it("refuses a downgrade before anything changes", () => {
    expect(() => refuseImpossibleChange({ version: "v1.34.2+rke2r1", nodes: {} }, asgard)).toThrow(
      /cluster.version: downgrade/,
    );
  });

  it("refuses to skip a minor version", () => {
    expect(() => refuseImpossibleChange({ version: "v1.32.9+rke2r1", nodes: {} }, asgard)).toThrow(
      /minor version skipped/,
    );
  });

  it("refuses a Kubernetes release that the Talos release does not support, in the same way", () => {
    const refused = (kubernetesVersion: string) => () =>
      refuseImpossibleChange({ version: "v1.13.9", kubernetesVersion, nodes: {} }, pcTips);
    expect(refused("v1.36.0")).toThrow(/cluster.kubernetesVersion: downgrade from v1.36.0/);
    expect(refused("v1.33.9")).toThrow(/cluster.kubernetesVersion: minor version skipped from v1.33.9/);
    expect(refused("v1.35.6")).not.toThrow();
  });

  it("refuses an upgrade that must be done by hand, unless the stack file says it was done", () => {
    const running = { version: "v1.13.9", kubernetesVersion: "v1.34.9", nodes: {} };
    expect(() => refuseImpossibleChange(running, pcTips)).toThrow(/another minor version is not rolled out/);
    expect(() => refuseImpossibleChange(running, pcTips, { upgraded: "v1.35.7" })).not.toThrow();
  });

  it("refuses another login user while machines exist", () => {
    const login = { user: "odin", sshPort: 22 };
    expect(() => refuseImpossibleChange({ login, nodes: {} }, asgard)).toThrow(
      "access.sshPort: cannot change in an existing cluster, got 2222, must be 22; revert the edit, or create another stack for it: machines got it at first boot; the program would connect to the wrong port",
    );
  });

  it("refuses to rename a cluster whose last run did not record what it applied", () => {
    expect(() => refuseImpossibleChange({ clusterName: "midgard", nodes: {} }, asgard)).toThrow(
      /^cluster.name: cannot change in an existing cluster, got "valaskjalf", must be "midgard"; revert the edit/,
    );
  });

  it("raises nothing on a first run", () => {
    expect(() => refuseImpossibleChange({ nodes: {} }, asgard)).not.toThrow();
  });

  it("does not count a machine that moved or changed its role as existing", () => {
    if (!first) throw new Error("asgard has machines");
    const there = { address: first.address, role: first.role };
    expect(wasThere({ nodes: { [first.name]: there } }, first)).toBe(true);
    expect(wasThere({ nodes: { [first.name]: { ...there, address: "10.10.10.9" } } }, first)).toBe(false);
    expect(wasThere({ nodes: { [first.name]: { ...there, role: "worker" } } }, first)).toBe(false);
  });

  it("knows a VM outside the cluster that an unfinished run created, but not one whose creation did not finish", () => {
    const begun = { configuration: config, machines: ["box"], joined: [] };
    const inUse = (unfinished: readonly number[]) =>
      isInUse(
        { nodes: {}, begun, inState: { ...NOTHING_IN_STATE, guests: [700], unfinished } },
        { name: "box", vmId: 700 },
      );
    expect([inUse([]), inUse([700])]).toEqual([true, false]);
    expect(isInUse({ nodes: {} }, { name: "box", vmId: 700 })).toBe(false);
  });
});
