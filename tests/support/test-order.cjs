// One order for all levels of tests. Files that start engines take longest and mostly wait; those of the quick levels, which
// keep a processor busy, go between them. The last engine begins while there are some of those left, so that all processes
// of tests end together. Engines with a platform start a real control plane each, so that they do not go side by side.
"use strict";
const { default: Sequencer } = require("@jest/test-sequencer");

/** The share of the quick files that is begun before the last engine is. */
const BETWEEN = 0.85;

const startsEngines = ({ path }) => /[/\\]tests[/\\]engine[/\\]/.test(path);

const startsControlPlanes = ({ path }) => /[/\\](platform|\w[\w-]*-platform|add-on-faults)\.test\.ts$/.test(path);

/** Each with its place in the whole run, from 0 to `end`. */
const spread = (tests, end) => tests.map((test, index) => ({ test, at: (index / tests.length) * end }));

module.exports = class extends Sequencer {
  /** Longest first among those alike, as jest sorts them: by the time they took, or by size where they have not run yet. */
  sort(tests) {
    const sorted = super.sort(tests);
    const all = sorted.filter(startsEngines);
    const platforms = all.filter(startsControlPlanes);
    const engines = all.filter((test) => !startsControlPlanes(test));
    const quick = sorted.filter((test) => !startsEngines(test));
    return [...spread(platforms, BETWEEN), ...spread(engines, BETWEEN), ...spread(quick, 1)]
      .sort((a, b) => a.at - b.at)
      .map(({ test }) => test);
  }
};
