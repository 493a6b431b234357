import { parseFault } from "../../scripts/rehearsal/fault-argument";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { converges } from "../support/convergence";
import { further } from "../support/further";
import { onHosts } from "../support/more-hosts";
import { during, endRehearsal, problemsOf, rehearse, smallStack, stackOf } from "../support/rehearsal";

jest.setTimeout(240_000);

let rehearsal: Rehearsal | undefined;
afterEach(async () => {
  await endRehearsal(rehearsal);
  rehearsal = undefined;
});

const more = [2, 3].map(
  (id) => `    server-${id}: { role: control-plane, vmId: ${100 + id}, address: 10.20.0.${10 + id} }\n`,
);

/** Three servers and a worker. */
const rke2 = smallStack()
  .replace("threads: 8", "threads: 16")
  .replace(/^( +server-1: .*\n)/m, `$1${more.join("")}`);

/** Nodes on which everything was done that needs no cluster, and which are in none. */
function preparedOnly({ simulation, plan }: Rehearsal): string[] {
  const events = simulation.context.events.all;
  const prepared = events.flatMap((event) =>
    event.kind === "command" && event.phase === "end" && event.exitCode === 0 && event.command.includes("prepare")
      ? [event.machine]
      : [],
  );
  const joined = simulation.clusters.all().flatMap(({ nodes }) => [...nodes.keys()]);
  return plan.nodes.map(({ name }) => name).filter((name) => prepared.includes(name) && !joined.includes(name));
}

/** Of one or two members none can be spared; the simulation counts one that is frozen until its power is switched off. */
const LOST_WITH_IT = ["quorum-kept"];

interface Trial {
  readonly stack?: string;
  /** A fault, or what happens to the simulation when the second server begins to join. */
  readonly fault: string | ((rehearsal: Rehearsal) => Promise<void>);
  /** Nodes that are prepared by then, and have not joined. */
  readonly waiting: readonly string[];
  /** Invariants that the fault itself violates. */
  readonly byTheFault?: readonly string[];
  /** Further nodes that the next up must not create again. */
  readonly kept?: readonly string[];
  /** Before the next up. */
  readonly mend?: (rehearsal: Rehearsal) => void;
}

/** An up that the fault ends leaves nodes that are prepared; the next one has them join as they are. */
async function convergesWithPrepared({
  stack = rke2,
  fault,
  waiting,
  kept = [],
  byTheFault,
  mend,
}: Trial): Promise<void> {
  const faults = typeof fault === "string" ? [parseFault(fault)] : [];
  const running = (rehearsal = await rehearse("prepared-nodes", stack, faults));
  if (typeof fault !== "string") onSecondJoin(running, () => void fault(running));
  expect((await running.up()).ok).toBe(false);
  expect(preparedOnly(running)).toEqual(expect.arrayContaining([...waiting]));
  mend?.(running);
  const again = await running.up("up-prepared");
  expect(problemsOf(again)).toEqual([]);
  for (const name of [...waiting, ...kept]) expect(during(running, again).changes(name)).not.toContain("created");
  await converges(running, byTheFault);
}

/** The second server's second script is its join; the first prepares it. */
function onSecondJoin({ simulation }: Rehearsal, strike: () => void): void {
  let scripts = 0;
  const stop = simulation.context.events.listen((event) => {
    if (event.kind !== "command" || event.phase !== "start" || event.machine !== "server-2" || ++scripts < 2) return;
    stop();
    strike();
  });
}

further("an engine killed while the second server joins leaves a prepared third, and the next one resumes", () =>
  convergesWithPrepared({ fault: "pulumi-killed:server-2/script@2", waiting: ["server-3"] }),
);

further("a first server that freezes while initializing keeps its disk, and the next up joins the others", () =>
  convergesWithPrepared({
    fault: "freezes:server-1@2",
    waiting: ["server-2", "server-3", "worker-1"],
    kept: ["server-1"],
    byTheFault: LOST_WITH_IT,
  }),
);

further("a second server that freezes while joining keeps its disk: it may be a member of etcd", () =>
  convergesWithPrepared({
    fault: "freezes:server-2@2",
    waiting: ["server-3"],
    kept: ["server-2"],
    byTheFault: LOST_WITH_IT,
  }),
);

further("a connection that drops during the second server's join leaves a prepared third", () =>
  convergesWithPrepared({ fault: "ssh-drops:server-2@2", waiting: ["server-3"] }),
);

further("a worker that never boots blocks no other join, and joins once it boots", () =>
  convergesWithPrepared({ fault: "never-boots:worker-1", waiting: [] }),
);

further("a host that loses power while the second server joins comes back with a prepared third", () =>
  convergesWithPrepared({
    stack: onHosts(rke2, 3),
    fault: ({ simulation }) => simulation.proxmox.losePower("pve-2"),
    waiting: ["server-3"],
    mend: ({ simulation }) => simulation.proxmox.restorePower(),
  }),
);

further("a control plane of kubeadm whose join is interrupted leaves a third with its images, which then joins", () =>
  convergesWithPrepared({ stack: stackOf("kubeadm-ha"), fault: "ssh-drops:cp-2@2", waiting: ["cp-3"] }),
);
