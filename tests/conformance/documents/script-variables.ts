/** A text that a script is given as a shell variable. */
export interface ScriptVariable {
  readonly name: string;
  readonly value: string;
}

const ASSIGNMENT = /^([A-Z_]+)='((?:[^']|'\\'')*)'\n/;

/** The variables the renderer puts in front of a script, read back from its text. */
export function scriptVariables(script: string): ScriptVariable[] {
  const variables: ScriptVariable[] = [];
  let rest = script;
  for (let found = ASSIGNMENT.exec(rest); found; found = ASSIGNMENT.exec(rest)) {
    const [line, name = "", quoted = ""] = found;
    variables.push({ name, value: quoted.replaceAll("'\\''", "'") });
    rest = rest.slice(line.length);
  }
  return variables;
}
