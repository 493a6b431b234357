import { keyboardFile } from "../keyboard-file";
import type { FirstBootDocuments } from "../node-os";

export const firstBoot: FirstBootDocuments = {
  files: ({ keyboard, locale }) => [
    keyboardFile(keyboard),
    // Debian's locale-gen generates the locales listed here, whatever its arguments.
    { path: "/etc/locale.gen", mode: "0644", content: `${locale} UTF-8\n` },
  ],
  commands: [["systemctl", "restart", "console-setup.service"]],
};
