import { keyboardFile } from "../keyboard-file";
import type { FirstBootDocuments } from "../node-os";

/** Locales are made by cloud-init's own `locale`: Ubuntu's locale-gen makes what it is called with. */
export const firstBoot: FirstBootDocuments = {
  files: ({ keyboard }) => [keyboardFile(keyboard)],
  commands: [["systemctl", "restart", "console-setup.service"]],
};
