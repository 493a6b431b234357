import { aptPackages } from "../apt/packages";

export const packages = aptPackages();
