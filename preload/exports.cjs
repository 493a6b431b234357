"use strict";

/** Makes everything that these modules export an export of this one, as a compiled `export *` does. */
exports.exportAll = (target, modules) => {
  Object.defineProperty(target, "__esModule", { value: true });
  for (const module of modules)
    for (const name in module) if (!Object.hasOwn(target, name)) target[name] = module[name];
};

/** Exports that are made when somebody asks for them. */
exports.exportLater = (target, makers) => {
  for (const [name, get] of Object.entries(makers)) Object.defineProperty(target, name, { enumerable: true, get });
};
