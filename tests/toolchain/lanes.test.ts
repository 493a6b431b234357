import { inLanes } from "../../toolchain/lanes";

/** Work that ends on request, and a log of starts and ends. */
class Site {
  readonly log: string[] = [];
  private readonly ends = new Map<string, (error?: Error) => void>();

  readonly work = (item: string): Promise<void> => {
    this.log.push(`${item} begins`);
    return new Promise((resolve, reject) => {
      this.ends.set(item, (error) => (error ? reject(error) : resolve()));
    });
  };

  async end(item: string, error?: Error): Promise<void> {
    this.log.push(`${item} ends`);
    this.ends.get(item)?.(error);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const groupOf = ([letter = ""]: string) => letter;

test("the first runs alone, then two at a time, those of a group one after the other", async () => {
  const site = new Site();
  const done = inLanes(["a1", "a2", "a3", "b1", "c1"], groupOf, site.work);
  for (const item of ["a1", "b1", "a2", "c1", "a3"]) await site.end(item);
  await done;
  expect(site.log).toEqual(
    "a1 begins,a1 ends,a2 begins,b1 begins,b1 ends,c1 begins,a2 ends,a3 begins,c1 ends,a3 ends".split(","),
  );
});

test("after a failure nothing new starts, and it is reported when the other one is done", async () => {
  const site = new Site();
  const done = inLanes(["a", "b", "c", "d"], groupOf, site.work);
  const told = expect(done).rejects.toThrow("no Go");
  await site.end("a");
  await site.end("b", new Error("no Go"));
  await site.end("c");
  await told;
  expect(site.log).toEqual(["a begins", "a ends", "b begins", "c begins", "b ends", "c ends"]);
});

test("an empty list is done at once", async () => {
  await expect(inLanes([], groupOf, () => Promise.reject(new Error("never")))).resolves.toBeUndefined();
});
