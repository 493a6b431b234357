/** What a piece of work is about: decides the colour of its bar. */
export type Trade = "disk" | "boot" | "cluster" | "drain" | "other";

export const trades: Readonly<Record<Trade, string>> = {
  disk: "disk and image",
  boot: "boot and first setup",
  cluster: "Kubernetes",
  drain: "drain and removal",
  other: "other work",
};

const words: readonly (readonly [RegExp, Trade])[] = [
  [/drain|leave|remov|destroy|shutdown|stop|delet/i, "drain"],
  [/clone|alloc|copy|move|disk|create|resize|image|download|import|template|snippet/i, "disk"],
  [/server|agent|join|found|etcd|kube|cluster|quorum|node/i, "cluster"],
  [/boot|cloud-?init|start|power|reboot|apt|package/i, "boot"],
];

/** Read from the label, which the modules of the simulation word freely; what fits nothing is other work. */
export function tradeOf(label: string): Trade {
  return words.find(([pattern]) => pattern.test(label))?.[1] ?? "other";
}
