import { programFile } from "../image/installed-program";
import { units } from "../image/units";
import type { DebPackage } from "./deb-package";

/** Sets the console's font and keys from /etc/default/keyboard; Ubuntu's image has it, Debian's has not. */
export const consoleSetupPackage: DebPackage = {
  name: "console-setup",
  files: () => [
    { path: "/usr/lib/systemd/system/console-setup.service", content: units["console-setup.service"] ?? "" },
    { path: "/usr/bin/setupcon", content: programFile("setupcon"), mode: 0o755 },
  ],
  starts: ["console-setup.service"],
};
