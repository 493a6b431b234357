import type { TalosPlan } from "../../../distributions/talos/plan";
import { nearestWord } from "../../../model/edit-distance";
import { officialExtensions } from "../../../distributions/talos/extensions";

/**
 * Throws for extensions of Talos that the simulated image factory lacks. It has those that one release offered, and answers
 * 404 for an image with others, as the real one does for a misspelt name: whether the real one has them nobody knows here.
 */
export function checkExtensions(plan: TalosPlan): void {
  const known = [...officialExtensions];
  const lacking = plan.cluster.extensions.filter((name) => !officialExtensions.has(name));
  if (lacking.length === 0) return;
  const lines = lacking.map((name) => {
    const meant = nearestWord(name, known);
    return `  ${name}${meant === undefined ? "" : `, did you mean ${meant}?`}`;
  });
  throw new Error(
    `cluster.extensions: the rehearsal's image factory lacks these, and cannot tell whether the real one has them:\n` +
      `${lines.join("\n")}\nit has those of Talos 1.13; leave them out of the file that you rehearse, and look at ` +
      `${plan.cluster.imageFactory} whether they exist for ${plan.cluster.version}`,
  );
}
