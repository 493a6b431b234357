import { containerdPrograms } from "../containerd/containerd";
import { ok, program, type Program } from "../program";
import { bundledPrograms } from "../shell/bundled";
import { aptCacheTool } from "./apt/apt-cache";
import { aptGetTools } from "./apt/apt-get";
import { aptMarkTool } from "./apt/apt-mark";
import { dpkgTools } from "./apt/dpkg";
import { gpgTool } from "./apt/gpg";
import { checksum } from "./checksum";
import { cloudInitTool } from "./cloud-init";
import { cloudInitPer } from "./cloud-init-per";
import { curl } from "./curl/curl";
import { exec } from "./exec";
import { files } from "./files";
import { hardware } from "./hardware";
import { identity } from "./identity";
import { journal } from "./journalctl";
import { kernel } from "./kernel";
import { localeTools } from "./locale";
import { mkdirTool } from "./mkdir";
import { networkTools } from "./network";
import { power } from "./power";
import { processes } from "./processes";
import { rootDiskPrograms } from "./root-disk";
import { shells } from "./shells";
import { sshTool } from "./ssh/ssh";
import { sudo } from "./sudo";
import { swap } from "./swap";
import { systemctlTool } from "./systemctl/systemctl";
import { tar } from "./tar";
import { temporary } from "./temporary";
import { timePrograms } from "./time";

/** Everything that can be typed on a fresh image; a later entry stands before the interpreter's own of that name. */
export const imagePrograms: readonly Program[] = [
  ...bundledPrograms,
  ...shells,
  exec,
  sudo,
  ...identity,
  ...timePrograms,
  ...files,
  mkdirTool,
  ...temporary,
  ...hardware,
  ...rootDiskPrograms,
  ...kernel,
  ...swap,
  systemctlTool,
  ...journal,
  ...aptGetTools,
  aptMarkTool,
  aptCacheTool,
  ...dpkgTools,
  gpgTool,
  ...localeTools,
  ...networkTools,
  sshTool,
  ...power,
  ...processes,
  checksum,
  cloudInitTool,
  cloudInitPer,
  curl,
  ...containerdPrograms,
  tar,
  program("@qemu-ga", () => ok()),
];
