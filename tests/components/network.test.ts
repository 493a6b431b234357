import { recordAsgard } from "../support/record-asgard";

const BRIDGE = "proxmoxve:network/linux/bridge:Bridge";

const withBridges = () =>
  recordAsgard(({ proxmox, network }) => {
    Object.assign((proxmox["hosts"] as Record<string, object>)["asgard"] ?? {}, {
      managementInterfaces: ["eno1"],
      interfaceMtus: { eno2: 9000, eno3: 9000 },
    });
    Object.assign(network, { bridges: { vmbr1: {}, vmbr2: { vlanAware: false, ports: ["eno3", "eno2"], mtu: 9000 } } });
  });

describe("the network", () => {
  it("creates the bridges of the plan and no others", async () => {
    const bridges = (await withBridges()).ofType(BRIDGE);
    expect(bridges.map(({ inputs }) => inputs)).toEqual([
      {
        nodeName: "asgard",
        name: "vmbr1",
        vlanAware: true,
        autostart: true,
        comment: "managed-by: homelab/valaskjalf/bridge/vmbr1",
      },
      {
        nodeName: "asgard",
        name: "vmbr2",
        vlanAware: false,
        autostart: true,
        ports: ["eno2", "eno3"],
        mtu: 9000,
        comment: "managed-by: homelab/valaskjalf/bridge/vmbr2",
      },
    ]);
    expect((await recordAsgard()).ofType(BRIDGE)).toEqual([]);
  });

  it("has every bridge before the first machine and until the last one is gone", async () => {
    const recording = await withBridges();
    for (const machine of ["valaskjalf-master-1-vm", "valaskjalf-worker-1-vm"]) {
      const { dependsOn } = recording.named(machine).options;
      for (const bridge of ["vmbr1", "vmbr2"])
        expect(dependsOn).toContainEqual(expect.stringMatching(new RegExp(`::valaskjalf-bridge-${bridge}-asgard$`)));
    }
  });

  it("creates bridges in parallel, so that one reload applies them all", async () => {
    const bridges = (await withBridges()).ofType(BRIDGE);
    expect(bridges.flatMap(({ options }) => options.dependsOn)).toEqual([]);
  });
});
