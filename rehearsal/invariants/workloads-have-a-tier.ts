import type { Invariant } from "./invariant";

/** Namespaces of the cluster itself, whatever the distribution puts there. */
const OF_THE_CLUSTER = /^(kube-system|kube-public|kube-node-lease|calico-system|calico-apiserver|tigera-operator)$/;

/** Users of the cluster may run pods anywhere; only the program's own are restricted. */
export const workloadsHaveATier: Invariant = {
  name: "workloads-have-a-tier",
  description: "every pod of a release that the program installs is in a namespace with a tier",
  watch: (context) => ({
    platform({ pods, namespaces, releases }) {
      const tierless = new Set(namespaces.filter(({ tier }) => tier === undefined).map(({ name }) => name));
      const installed = new Set(releases.map(({ namespace }) => namespace));
      for (const { namespace, name } of pods)
        if (tierless.has(namespace) && installed.has(namespace) && !OF_THE_CLUSTER.test(namespace))
          context.violations({
            what: `pod ${namespace}/${name} is of no tier`,
            why: "nothing limits what it takes, and nothing says whom it has to yield to",
          });
    },
  }),
};
