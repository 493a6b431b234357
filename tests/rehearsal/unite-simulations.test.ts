import { deriveSimulation } from "../../rehearsal/derive-simulation";
import { uniteSimulations } from "../../rehearsal/unite-simulations";
import { planOf } from "../../scripts/engine/plan-of";
import { stackOf } from "../support/rehearsal";

const text = stackOf("small");
const first = deriveSimulation(planOf(text, "small"));
const nobody = () => false;

test("a simulation united with itself is itself", () => {
  const { hosts, machines, files, internet, aptPackages, token } = uniteSimulations(first, first, nobody);
  expect({ hosts, machines, files, internet, aptPackages }).toEqual({
    hosts: Object.fromEntries(
      Object.entries(first.hosts).map(([name, host]) => [name, { interfaceMtus: {}, ...host }]),
    ),
    machines: first.machines,
    files: first.files,
    internet: first.internet,
    aptPackages: first.aptPackages,
  });
  expect(new Set(token.privileges)).toEqual(new Set(first.token.privileges));
});

test("hosts, storages, GPUs and files that only the later stack file knows are there from the beginning", () => {
  const [name = "", host] = Object.entries(first.hosts)[0] ?? [];
  if (!host) throw new Error("no host");
  const gpu = { address: "0000:01:00.0", id: "10de:1e82", iommuGroup: 16 };
  const disk = { type: "lvmthin", content: ["images"], capacityGiB: 100 } as const;
  const image = { url: "https://example.org/new.img", sha256: "0".repeat(64), sizeBytes: 1 };
  const later = {
    ...first,
    hosts: { [name]: { ...host, storages: { ...host.storages, fast: disk }, pci: [gpu] }, other: host },
    internet: [image],
  };
  const united = uniteSimulations(first, later, nobody);
  expect(Object.keys(united.hosts)).toEqual([name, "other"]);
  expect(united.hosts[name]).toMatchObject({ storages: { ...host.storages, fast: disk }, pci: [gpu] });
  expect(united.internet).toEqual([...first.internet, image]);
});

test("a guest that the later file adopts is there, unless the earlier one makes it", () => {
  const guest = { name: "nas", vmId: 300, host: "pve", config: {} };
  const later = { ...first, machines: [guest, { ...guest, name: "worker-1", vmId: 301 }] };
  const united = uniteSimulations(first, later, ({ vmId }) => vmId === 301);
  expect(united.machines?.map(({ vmId }) => vmId)).toEqual([...(first.machines ?? []).map(({ vmId }) => vmId), 300]);
});
