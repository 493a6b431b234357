import { armDiskWatch, foldersWrittenTo } from "../../scripts/engine/disk-watch";

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** What is said and killed while a disk has this much space left, a second each. */
function watched(...freeMiB: readonly number[]) {
  const said: string[] = [];
  const killed: number[] = [];
  const left = [...freeMiB];
  const free = () => left.shift() ?? Infinity;
  const disarm = armDiskWatch(
    ["/home/me"],
    { updatePid: 7 },
    (line) => said.push(line),
    free,
    (pid) => killed.push(pid),
  );
  jest.advanceTimersByTime(1000 * freeMiB.length);
  disarm();
  return { said, killed };
}

test("an engine whose disk stays full is ended within seconds, in one line", () => {
  expect(watched(0, 0, 0)).toEqual({
    said: ["/home/me: the disk is full, the engine was stopped; free some space and run the same command again"],
    killed: [7],
  });
});

test("an engine is left alone if space is freed, or while it does nothing", () => {
  expect(watched(0, 0, 1e9, 0, 0, 1e9)).toEqual({ said: [], killed: [] });
});

test("the state's disk is watched too", () => {
  expect(foldersWrittenTo("/checkout", { PULUMI_BACKEND_URL: "file:///srv/state" })).toEqual([
    "/checkout",
    "/srv/state",
  ]);
  expect(foldersWrittenTo("/checkout", { PULUMI_BACKEND_URL: "s3://bucket" })).toEqual(["/checkout"]);
});
