import {
  extensionsOf,
  schematicImageUrl,
  installerImage,
  schematicId,
  schematicYaml,
} from "../../distributions/talos/schematic";
import { inSection } from "../support/plans";
import { pcTipsPlan } from "../support/pc-tips";

const factory = { version: "v1.13.9", extensions: [], imageFactory: "https://factory.talos.dev" };
const gpu = { rtx: { node: "work-00", path: "0000:06:00", deviceIds: ["10de:1eb8"] } };

describe("the schematic of an image", () => {
  it.each([
    // https://docs.siderolabs.com/talos, image factory
    { extensions: [], id: "376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba" },
    {
      extensions: ["siderolabs/qemu-guest-agent"],
      id: "ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515",
    },
  ])("has the factory's id for $extensions", ({ extensions, id }) => {
    expect(schematicId(extensions)).toBe(id);
  });

  it("always contains the guest agent, once, whatever the order of extensions", () => {
    const iscsi = "siderolabs/iscsi-tools";
    const agent = "siderolabs/qemu-guest-agent";
    expect(extensionsOf({ extensions: [] }, [])).toEqual([agent]);
    expect(extensionsOf({ extensions: [agent, iscsi] }, [])).toEqual([iscsi, agent]);
  });

  it("contains NVIDIA's driver when the stack has a GPU, unless the stack names one", () => {
    expect(extensionsOf({ extensions: [] }, ["nvidia"])).toContain("siderolabs/nvidia-open-gpu-kernel-modules-lts");
    const own = ["siderolabs/nvidia-open-gpu-kernel-modules-production"];
    expect(extensionsOf({ extensions: own }, ["nvidia"])).toEqual([...own, "siderolabs/qemu-guest-agent"]);
  });

  it("is indented by four spaces, as the factory does", () => {
    expect(schematicYaml(["a/b"])).toBe(
      "customization:\n    systemExtensions:\n        officialExtensions:\n            - a/b\n",
    );
  });

  it("identifies a disk image and an installer", () => {
    expect(schematicImageUrl(factory, "abc")).toBe("https://factory.talos.dev/image/abc/v1.13.9/nocloud-amd64.qcow2");
    expect(installerImage(factory, "abc")).toBe("factory.talos.dev/nocloud-installer/abc:v1.13.9");
  });
});

describe("the template of a Talos stack", () => {
  it("is made from the computed image, without a checksum, as none is published", () => {
    const id = schematicId(["siderolabs/iscsi-tools", "siderolabs/qemu-guest-agent", "siderolabs/util-linux-tools"]);
    expect(pcTipsPlan().templates).toEqual([
      {
        vmId: 8001,
        name: "talos-nocloud",
        host: "host3",
        serves: ["host3"],
        imageHost: "host3",
        imageIsShared: false,
        imageUrl: `https://factory.talos.dev/image/${id}/v1.13.9/nocloud-amd64.qcow2`,
        imageName: `talos-v1.13.9-${id.slice(0, 12)}.qcow2`,
        imageDiskGiB: 4,
        imageStorage: "local",
        diskStorage: "Nvme1",
        snippetStorage: "local",
        bridge: "vmbr0",
        firmware: "ovmf",
      },
    ]);
  });

  it("is the same when the GPU moves to another node", () => {
    const at = (node: string) => pcTipsPlan(inSection("gpus", { rtx: { ...gpu.rtx, node } })).templates;
    expect(at("work-00")).toEqual(at("work-01"));
    expect(at("work-00")).not.toEqual(pcTipsPlan().templates);
  });
});
