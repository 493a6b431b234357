import { factoryOf } from "../../image-factory/image-factory";
import { handler, RpcError, type Methods } from "../rpc";
import type { TalosMachine } from "../talos-machine";

export interface UpgradeRequest {
  readonly image: string;
}

/** An installer of the image factory or of Sidero Labs, by its reference. */
const installer =
  /^(?:ghcr\.io\/siderolabs\/installer|factory\.talos\.dev\/(?:[a-z-]+-)?installer(?:-secureboot)?\/([0-9a-f]{64})):(v\d+\.\d+\.\d+\S*)$/;

/** The lifecycle service of Talos 1.13: pulls an installer and writes the other boot slot. Rebooting is the client's business. */
export function upgradeMethods(machine: TalosMachine): Methods {
  return {
    "ImageService/Pull": handler<UpgradeRequest>(async ({ request: { image } }) => {
      read(machine, image);
      await machine.wait(machine.context.latencies.artifactDownload);
      return image;
    }),
    "LifecycleService/Upgrade": handler<UpgradeRequest>(async ({ request: { image } }) => {
      const { version, schematic } = read(machine, image);
      await machine.wait(machine.context.latencies.quickTask);
      const { disk } = machine;
      disk.previous = disk.version;
      disk.version = version;
      disk.schematic = schematic ?? disk.schematic;
      return { exitCode: 0 };
    }),
  };
}

function read({ context }: TalosMachine, image: string): { readonly version: string; readonly schematic?: string } {
  const match = installer.exec(image);
  const [, schematic, version = ""] = match ?? [];
  const known = schematic === undefined || factoryOf(context.internet).schematic(schematic) !== undefined;
  if (!match || !known)
    throw new RpcError(
      "NotFound",
      `failed to resolve image: failed to resolve reference "${image}": ${image}: not found`,
    );
  return { version, ...(schematic !== undefined && { schematic }) };
}
