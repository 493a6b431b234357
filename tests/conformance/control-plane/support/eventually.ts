/** Asks again and again until it holds; each question takes its time at the program that is asked. */
export async function eventually(holds: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + 60_000;
  while (!(await holds())) if (Date.now() > until) throw new Error("it did not come to be within 60 s");
}
