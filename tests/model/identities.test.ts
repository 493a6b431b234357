import fc from "fast-check";
import { editDistance, nearestWord } from "../../model/edit-distance";
import { TIME_ZONES } from "../../model/os-lists/time-zones";
import { derivedMacAddress } from "../../model/mac-address";
import { formatTaint, mergeTaints, parseTaint } from "../../model/taints";

describe("MAC addresses", () => {
  it("are the same for a cluster and a VM id, whatever else exists", () => {
    expect(derivedMacAddress("valaskjalf", 1001)).toBe("BC:24:11:61:F2:12");
    expect(derivedMacAddress("valaskjalf", 1001)).not.toBe(derivedMacAddress("other", 1001));
  });

  it("are unicast, upper case and in Proxmox's range", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 100, max: 999_999_999 }), (cluster, vmId) => {
        expect(derivedMacAddress(cluster, vmId)).toMatch(/^BC:24:11(:[0-9A-F]{2}){3}$/);
      }),
    );
  });

  it("never collide within a cluster", () => {
    const ids = fc.uniqueArray(fc.integer({ min: 100, max: 16_000_000 }), { minLength: 2, maxLength: 50 });
    fc.assert(
      fc.property(fc.string(), ids, (cluster, vmIds) => {
        expect(new Set(vmIds.map((vmId) => derivedMacAddress(cluster, vmId))).size).toBe(vmIds.length);
      }),
    );
  });
});

describe("misspelled words", () => {
  it("are one step apart for a letter missing, added, wrong or swapped", () => {
    expect(["brige", "bridgee", "brodge", "birdge"].map((word) => editDistance(word, "bridge"))).toEqual([1, 1, 1, 1]);
  });

  it("have a symmetric distance, and none to themselves", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, a)).toBe(0);
      }),
    );
  });

  it("get the nearest known word, or none if all are far", () => {
    expect(nearestWord("memoryMib", ["memoryMiB", "memory"])).toBe("memoryMiB");
    expect(nearestWord("adress", ["gateway", "address"])).toBe("address");
    expect(nearestWord("colour", ["gateway", "address"])).toBeUndefined();
  });

  it("have no match for a megabyte, quickly", () => {
    const before = process.cpuUsage();
    expect(nearestWord("x".repeat(1_000_000), TIME_ZONES)).toBeUndefined();
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(500);
  });
});

describe("taints", () => {
  it.each(["nvidia.com/gpu=true:PreferNoSchedule", "dedicated=:NoExecute"])("keep %s as written", (text) => {
    expect(formatTaint(parseTaint(text))).toBe(text);
  });

  it("with the same key and effect: the later one wins", () => {
    const merged = mergeTaints(["gpu=a:NoSchedule", "x=1:NoSchedule"], ["gpu=b:NoSchedule", "gpu=b:NoExecute"]);
    expect(merged.map(formatTaint)).toEqual(["gpu=b:NoSchedule", "x=1:NoSchedule", "gpu=b:NoExecute"]);
  });
});
