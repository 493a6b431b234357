import { type Issue, showValue } from "./errors";

type Login = { readonly user: string; readonly sshPort: number };

/**
 * Machines take user and port from the document of their first boot; a later one changes nothing on them (pitfall 3 of
 * the provider facts: it must not replace them either). The program would dial where nobody answers.
 */
export function loginChangeIssues(running: Login, wanted: Login): Issue[] {
  return (["user", "sshPort"] as const)
    .filter((key) => running[key] !== wanted[key])
    .map((key) => ({
      path: `access.${key}`,
      problem: "cannot change while machines live",
      got: showValue(wanted[key]),
      allowed: `allowed is ${showValue(running[key])}, with which they booted`,
      remedy: "put it back, or destroy the stack and build it anew",
    }));
}
