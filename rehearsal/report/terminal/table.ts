/** Columns aligned by their widest cell; a column is aligned right when its cells are numbers. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const cells = Array.from({ length: columns }, (_, column) => rows.map((row) => row[column] ?? ""));
  const widths = cells.map((column) => Math.max(...column.map((cell) => cell.length)));
  const isNumeric = cells.map((column) => column.every((cell) => /^[-–\d.,]*( s| min \d\d s)?$/.test(cell)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        isNumeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}
