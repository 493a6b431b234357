/** Whether what the engine prints may have colours: whoever reads it sits at a terminal and has nothing against them. */
export function colour({ env, stdout } = process): "always" | "never" {
  return stdout.isTTY && !env["NO_COLOR"] ? "always" : "never";
}
