/** Whether the engine may print colours: only to a terminal, and if the user does not object. */
export function colour({ env, stdout } = process): "always" | "never" {
  return stdout.isTTY && !env["NO_COLOR"] ? "always" : "never";
}
