import { bool, optional, text, type ParameterTable } from "../schema/parameter";
import { pathParameters } from "./path-parameters";

/** What the endpoints below …/snapshot take. */

export const create: ParameterTable = {
  snapname: pathParameters.snapname,
  description: optional(text),
  vmstate: optional(bool),
};

export const change: ParameterTable = { description: optional(text) };

export const remove: ParameterTable = { force: optional(bool) };

export const rollback: ParameterTable = { start: optional(bool) };

export const none: ParameterTable = {};
