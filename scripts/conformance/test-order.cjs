// Machines that boot first, for they take longest and all that there is of the processors; then control planes, which mostly
// wait, and can do that beside each other; then what only reads.
const { default: Sequencer } = require("@jest/test-sequencer");

const ROOMS = ["/first-boot/", "/control-plane/"];

module.exports = class extends Sequencer {
  sort(tests) {
    const room = ({ path }) => {
      const found = ROOMS.findIndex((name) => path.includes(name));
      return found < 0 ? ROOMS.length : found;
    };
    return [...super.sort(tests)].sort((a, b) => room(a) - room(b));
  }
};
