import { driverExtensions, vendorOf } from "../../model/gpu-vendor";
import { renderMachineConfig } from "../../distributions/talos/documents";
import { renderImageScript } from "../../distributions/talos/script";
import { officialExtensions } from "../../distributions/talos/extensions";
import { exampleTalosSecrets, pcTipsPlan } from "../support/pc-tips";
import { inSection } from "../support/plans";

const rtx = (deviceId: string) =>
  pcTipsPlan(inSection("gpus", { rtx: { node: "work-00", path: "0000:06:00", deviceIds: [deviceId] } }));
const gpus = { nvidia: "10de:1eb8", intel: "8086:4692", amd: "1002:164e", other: "1a03:2000" } as const;
const holderOf = (deviceId: string) => {
  const plan = rtx(deviceId);
  const node = plan.nodes.find(({ name }) => name === "work-00");
  if (!node) throw new Error("no machine holds the GPU");
  return { plan, node };
};

describe("a GPU", () => {
  it.each(Object.entries(gpus))("of %s is recognized by %s", (vendor, deviceId) => {
    expect(vendorOf({ deviceIds: [deviceId, "10de:228e"] })).toBe(vendor);
  });

  it("of NVIDIA gets its driver, modules, label and taint", () => {
    const { plan, node } = holderOf(gpus.nvidia);
    expect(node.labels).toMatchObject({ "nvidia.com/gpu.present": "true" });
    expect(node.taints).toContainEqual(expect.objectContaining({ key: "nvidia.com/gpu" }));
    expect(JSON.stringify(renderMachineConfig(plan, node, exampleTalosSecrets))).toContain("nvidia_uvm");
    expect(renderImageScript(plan)).toContain("siderolabs/nvidia-open-gpu-kernel-modules-lts");
  });

  it.each([gpus.intel, gpus.amd, gpus.other])("of another vendor gets nothing for NVIDIA: %s", (deviceId) => {
    const { plan, node } = holderOf(deviceId);
    const said = [plan, renderMachineConfig(plan, node, exampleTalosSecrets), renderImageScript(plan)].map((part) =>
      JSON.stringify(part),
    );
    expect(said.join("\n")).not.toMatch(/nvidia|10de/i);
    expect(node.tags).toContain("gpu");
  });

  it.each([
    [gpus.intel, "siderolabs/i915"],
    [gpus.amd, "siderolabs/amdgpu"],
  ])("%s has its own driver in the image", (deviceId, extension) => {
    expect(renderImageScript(rtx(deviceId))).toContain(extension);
  });

  it("has no second driver besides one that the stack file names", () => {
    expect(driverExtensions(["intel"], ["siderolabs/i915-ucode"])).toEqual([]);
    expect(driverExtensions(["intel"], ["siderolabs/xe"])).toEqual([]);
    expect(driverExtensions(["amd"], ["siderolabs/amdgpu-firmware"])).toEqual([]);
    expect(driverExtensions(["nvidia"], ["siderolabs/nonfree-kmod-nvidia-lts"])).toEqual([]);
    expect(driverExtensions(["nvidia", "intel", "intel"], ["siderolabs/iscsi-tools"])).toHaveLength(3);
  });

  it("has only drivers that the image factory has", () => {
    const drivers = driverExtensions(["nvidia", "intel", "amd"], []);
    expect(drivers.filter((name) => !officialExtensions.has(name))).toEqual([]);
  });
});
