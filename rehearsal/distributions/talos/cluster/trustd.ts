import type { MachineConfig } from "../machine/config/machine-config";
import type { Service } from "../../../network/service";

export const TRUSTD_PORT = 50_001;

/** Signs the API certificates of workers that know the machine token. */
export class Trustd implements Service {
  readonly name = "trustd";
  private readonly config: MachineConfig;

  constructor(config: MachineConfig) {
    this.config = config;
  }

  signsFor(worker: MachineConfig): boolean {
    const same = (path: string): boolean => this.config.text(path) === worker.text(path);
    return same("machine.token") && same("machine.ca.crt");
  }
}
