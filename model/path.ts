/** `nodes.worker-1.taints[0]`: a path in a stack file, without `config` and `homelab:`; unusual names in quotes. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(joined, "").replace(/^config\.(homelab:)?/, "");
}

function joined(text: string, key: PropertyKey): string {
  if (typeof key === "number") return `${text}[${key}]`;
  const name = String(key);
  return /^[\w./:+<?-]+$/.test(name) ? `${text}${text && "."}${name}` : `${text}[${JSON.stringify(name)}]`;
}
