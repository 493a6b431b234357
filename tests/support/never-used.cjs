// In the place of what a package loads at once and no test uses.
module.exports = {};
