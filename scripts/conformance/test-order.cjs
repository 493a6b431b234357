// Machines that boot take longest and all that there is of a processor, control planes mostly wait: one of these goes beside
// every two of those. What only reads comes last.
const { default: Sequencer } = require("@jest/test-sequencer");

const boots = ({ path }) => path.includes("/first-boot/");
const waits = ({ path }) => path.includes("/control-plane/");

module.exports = class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const booting = sorted.filter(boots);
    const waiting = sorted.filter(waits);
    const reading = sorted.filter((test) => !boots(test) && !waits(test));
    const beside = booting.flatMap((test, index) => (index % 2 === 0 ? [test] : [test, ...waiting.splice(0, 1)]));
    return [...beside, ...waiting, ...reading];
  }
};
