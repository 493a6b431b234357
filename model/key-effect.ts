/** What an edit of a key does to an existing cluster, from the mildest effect to a refusal. */
export const EFFECTS = {
  "the program only": "no machine changes: the key controls how the program works, or what it checks the plan against",
  "new machines only": "new machines get it; an existing one only when its `generation` is raised",
  "in place": "the next up applies it without downtime",
  "by hand": "the next up writes it, but it takes effect only after the manual step in the note",
  restart: "each machine is drained, restarted and uncordoned, one at a time",
  replacement: "refused, unless the node's `generation` is raised in the same edit, which replaces the machine",
  refused: "refused in preview and up before anything is touched",
} as const;

export type Effect = keyof typeof EFFECTS;

/** One row of the table: the effect, and why or how. */
export interface KeyEffect {
  readonly effect: Effect;
  /** A sentence without subject and full stop, for the page and for messages. */
  readonly note: string;
}

export const programOnly = (note: string): KeyEffect => ({ effect: "the program only", note });
export const madeLater = (note: string): KeyEffect => ({ effect: "new machines only", note });
export const inPlace = (note: string): KeyEffect => ({ effect: "in place", note });
export const restart = (note: string): KeyEffect => ({ effect: "restart", note });
export const replacement = (note: string): KeyEffect => ({ effect: "replacement", note });
export const refused = (note: string): KeyEffect => ({ effect: "refused", note });
export const byHand = (note: string): KeyEffect => ({ effect: "by hand", note });

/** What an edit of diskGiB does where a script grows the file system. */
export const FILLED_WHILE_RUNNING =
  "disk, partition and file system grow while the machine runs; the kubelet restarts; nothing shrinks";
