import { aptPackages } from "../apt/packages";

/** The image lacks both packages for the console's keyboard. */
export const packages = aptPackages(["console-setup", "keyboard-configuration"]);
