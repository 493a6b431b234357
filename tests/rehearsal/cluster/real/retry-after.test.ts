import { askAgain, retryAfterOf, type RawAnswer } from "../../../../rehearsal/cluster/real/retry-after";

const busy: RawAnswer = { status: 429, body: "storage is (re)initializing", ...retryAfterOf("1") };
const granted: RawAnswer = { status: 200, body: { items: [] } };

/** The result when an API server gives these answers one after the other, repeating the last. */
async function asked(answers: readonly RawAnswer[]) {
  const slept: number[] = [];
  let requests = 0;
  const answer = await askAgain(
    () => Promise.resolve(answers[Math.min(requests++, answers.length - 1)] as RawAnswer),
    (seconds) => Promise.resolve(void slept.push(seconds)),
  );
  return { answer, requests, slept };
}

test("a busy API server is asked again after the time that it names", async () => {
  const { answer, slept } = await asked([busy, { ...busy, status: 503, retryAfterSeconds: 3 }, granted]);
  expect(answer).toEqual({ status: 200, body: { items: [] } });
  expect(slept).toEqual([1, 3]);
});

test("one that stays busy is asked as often as client-go would, and then its answer counts", async () => {
  const { answer, requests } = await asked([busy]);
  expect(answer).toEqual({ status: 429, body: "storage is (re)initializing" });
  expect(requests).toBe(11);
});

test.each([
  ["a refusal", { status: 403, retryAfterSeconds: 1 }],
  ["too many evictions, for which the API server names no time", { status: 429, ...retryAfterOf(undefined) }],
  ["a time that is a date", { status: 503, ...retryAfterOf("Wed, 21 Oct 2026 07:28:00 GMT") }],
])("%s is an answer at once", async (_, given) => {
  const { answer, requests } = await asked([{ body: "no", ...given }, granted]);
  expect(answer).toEqual({ status: given.status, body: "no" });
  expect(requests).toBe(1);
});
