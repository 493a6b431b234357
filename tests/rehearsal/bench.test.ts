import { planOf } from "../../scripts/engine/plan-of";
import { largeStack } from "../../scripts/bench/large-stack";
import { configuration } from "../../scripts/bench/machines/with-opentofu";
import { benchCommand, benchOptions } from "../../scripts/bench/options";
import type { Row } from "../../scripts/bench/row";
import { formatSamples, median, reached } from "../../scripts/bench/statistics";
import { renderTable } from "../../scripts/bench/table";

const row = (name: string, flag?: "cold"): Row => ({
  name,
  about: name,
  measure: () => Promise.resolve([]),
  ...(flag && { flag }),
});

describe("the benchmark", () => {
  it("uses the median of its samples", () => {
    expect(median([9, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 9])).toBe(3);
    expect(() => median([])).toThrow("no samples");
  });

  it("compares the median with its target, above or below, and nothing without a target", () => {
    expect(reached({ samples: [1, 2, 9], target: { atMost: 2 } })).toBe(true);
    expect(reached({ samples: [1, 2, 9], target: { atLeast: 3 } })).toBe(false);
    expect(reached({ samples: [1] })).toBeUndefined();
  });

  it("shows the spread of several samples", () => {
    expect(formatSamples([1.234], "s")).toBe("1.23 s");
    expect(formatSamples([2, 1, 12.34], "s")).toBe("2.00 s (1.00–12.3)");
    expect(formatSamples([9250.4], "/s")).toBe("9250 /s");
  });

  it("prints every number with its target and verdict, followed by failures and notes", () => {
    const load = { average: 2.5, othersCores: 0.25 };
    const slow = { what: "slow", unit: "s", samples: [3, 5], target: { atMost: 2 }, note: "with a note" } as const;
    const served = { what: "served", unit: "/s", samples: [1500], target: { atLeast: 1000 } } as const;
    const outcomes = [
      { row: "one", load, measurements: [slow, served] },
      { row: "two", load: undefined, measurements: [], failure: "no such thing" },
    ];
    expect(renderTable(outcomes).split("\n")).toEqual([
      "what    measured            target             load",
      "slow    4.00 s (3.00–5.00)  ≤ 2 s      missed  2.5, others 0.3",
      "served  1500 /s             ≥ 1000 /s  ok      2.5, others 0.3",
      "two     not measured                   failed",
      "",
      "slow: with a note",
      "two: no such thing",
    ]);
  });

  it("measures what is selected: everything quick, by flag, or by name", () => {
    const all = [row("quick"), row("slow", "cold")];
    const names = (...args: string[]) => {
      const command = benchCommand(all).parse(args, { from: "user" });
      return benchOptions(command, all).rows.map(({ name }) => name);
    };
    expect(names()).toEqual(["quick"]);
    expect(names("--cold")).toEqual(["quick", "slow"]);
    expect(names("--only", "slow")).toEqual(["slow"]);
    expect(() => names("--only", "quik")).toThrow("Allowed choices are quick, slow");
  });

  it.each([6, 60, 300])("generates a valid stack of %d machines", (count) => {
    expect(planOf(largeStack(count), "large").nodes).toHaveLength(count);
  });

  it("spreads the machines of a large stack over several hosts", () => {
    const hosts = planOf(largeStack(60, 3), "large").nodes.map(({ host }) => host);
    for (const host of ["pve", "pve-2", "pve-3"]) expect(hosts.filter((name) => name === host)).toHaveLength(20);
  });

  it("gives OpenTofu the same machine in the provider's syntax", () => {
    const machine = { networkDevices: [], name: "one", nodeName: "pve", vmId: 7, disks: [{ interface: "virtio0" }] };
    const { resource } = configuration({ endpoint: "", apiToken: "", machines: [machine] }) as {
      resource: { proxmox_virtual_environment_vm: Record<string, unknown> };
    };
    expect(resource.proxmox_virtual_environment_vm["one"]).toEqual({
      name: "one",
      node_name: "pve",
      vm_id: 7,
      disk: [{ interface: "virtio0" }],
      network_device: [],
      lifecycle: { ignore_changes: ["clone", "initialization", "disk[0].speed"] },
    });
  });
});
