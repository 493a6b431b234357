import { escape } from "./escape";

export interface HtmlColumn {
  readonly title: string;
  readonly isNumber?: boolean;
}

/** Text that is markup already. */
export interface Markup {
  readonly markup: string;
}

export type Cell = string | Markup;

/** A table in a card. */
export function htmlTable(columns: readonly HtmlColumn[], rows: readonly (readonly Cell[])[]): string {
  const css = columns.map(({ isNumber }) => (isNumber === true ? ' class="number"' : ""));
  const head = columns.map(({ title }, index) => `<th scope="col"${css[index]}>${escape(title)}</th>`).join("");
  const body = rows.map((row) => {
    const cells = row.map((cell, index) => `<td${css[index] ?? ""}>${cellText(cell)}</td>`);
    return `<tr>${cells.join("")}</tr>`;
  });
  return `<div class="card"><table><thead><tr>${head}</tr></thead><tbody>\n${body.join("\n")}\n</tbody></table></div>`;
}

export function code(text: string): Markup {
  return { markup: `<code>${escape(text)}</code>` };
}

function cellText(cell: Cell): string {
  return typeof cell === "string" ? escape(cell) : cell.markup;
}
