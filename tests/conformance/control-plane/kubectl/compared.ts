import type { Answer } from "../../readers/program";

/** An answer without what differs between any two clusters: random parts of names, and the order of what happens at once. */
export function comparable({ status, stdout, stderr }: Answer): Record<string, unknown> {
  return { status, stdout: inOrder(plain(stdout)), stderr: inOrder(plain(stderr)) };
}

const TIMED_OUT = "Unable to connect to the server: TIME-OUT";

const plain = (text: string): string =>
  text
    // pods of a Deployment, then of a DaemonSet
    .replace(/(rke2-coredns-rke2-coredns|rke2-metrics-server|web)-[a-z0-9]{6,10}-[a-z0-9]{5}/g, "$1-POD")
    .replace(/cilium-[a-z0-9]{5}/g, "cilium-POD")
    // What client-go logs beside: that it was slowed down, and each look for kinds that it has not in its cache.
    .replace(/^[EWI]\d{4} [\d:.]+ +\d+ (memcache|request)\.go.*\n/gm, "")
    // Whichever of three clocks runs out first: the request's, the connection's, or the server's own.
    .replace(/context deadline exceeded$|net\/http: request canceled \(Client\.Timeout.*\)$/gm, "TIME-OUT")
    .replace(/^Error from server \(Timeout\): the server was unable to return a response in the time.*$/gm, TIMED_OUT)
    .replace(/\b(?:127\.0\.0\.1|192\.0\.2\.11):6443\b/g, "SERVER:6443");

/** Evictions run at the same time. */
function inOrder(text: string): string[] {
  const lines = text.split("\n");
  const isEviction = (line: string): boolean => /^(evicting pod|pod[/ ]|error when evicting)/.test(line);
  const evictions = lines.filter(isEviction).sort();
  return lines.map((line) => (isEviction(line) ? (evictions.shift() ?? "") : line));
}
