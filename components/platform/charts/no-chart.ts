/** A repository answered, and does not have the chart that was asked for; the message says what it has. */
export class NoChartError extends Error {}
