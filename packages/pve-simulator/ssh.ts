// Public: what the hosts' SSH is made of, for simulated machines that have one too.
export { freshKeyPair, type SshKeyPair } from "./src/ssh-key-pair";
export { type StartupLimits, Startups, turnAway, usualStartups } from "./src/ssh/startups";
