import type { CloudImage } from "../../guests/image/cloud-image";
import type { SimulatedOs } from "../simulated-os";
import { debianBookworm, debianBookwormCloud } from "./bookworm";
import { debianTrixie, debianTrixieCloud } from "./trixie";

interface Flavours {
  readonly generic: CloudImage;
  readonly genericcloud: CloudImage;
}

const releases: Readonly<Record<string, Flavours>> = {
  "12": { generic: debianBookworm, genericcloud: debianBookwormCloud },
  "13": { generic: debianTrixie, genericcloud: debianTrixieCloud },
};

export const simulatedDebian: SimulatedOs = {
  cloudImage: (version, file) => releases[version]?.[file.includes("-genericcloud-") ? "genericcloud" : "generic"],
};
