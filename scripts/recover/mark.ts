import { ownerIn } from "../../model/ownership-marker";

/** Whether what lies on the host carries the very mark that the killed run was about to give it, its cluster's name included. */
export function carriesMarkOf(wanted: unknown, found: unknown): boolean {
  const owner = ownerIn(wanted);
  return owner !== undefined && ownerIn(found) === owner;
}
