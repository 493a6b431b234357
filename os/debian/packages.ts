import { aptPackages } from "../apt/packages";

/** The image has neither of the two that make the console's keyboard. */
export const packages = aptPackages(["console-setup", "keyboard-configuration"]);
