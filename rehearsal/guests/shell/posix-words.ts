/** just-bash speaks as bash; these scripts run under dash, whose words people will search for. */
export function inPosixWords(stderr: string): string {
  return stderr
    .replace(/^bash: (?:line \d+: )?(.+): command not found$/gm, "sh: 1: $1: not found")
    .replace(/^bash: (?:line \d+: )?(\/.+): No such file or directory$/gm, "sh: 1: $1: not found")
    .replace(/^bash: /gm, "sh: 1: ");
}
