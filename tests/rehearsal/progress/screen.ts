/** What a terminal shows after a text with the few escape sequences the board uses. */
export function screenOf(written: string): string[] {
  const lines: string[] = [""];
  let row = 0;
  for (const [token, up] of written.matchAll(/\u001b\[(\d+)A|\u001b\[J|\u001b\[\?25[lh]|\r|\n|[^\u001b\r\n]+/g)) {
    if (up !== undefined) row -= Number(up);
    else if (token === "\u001b[J") lines.splice(row, lines.length, "");
    else if (token === "\n") lines[(row += 1)] ??= "";
    else if (!token.startsWith("\u001b") && token !== "\r") lines[row] = `${lines[row] ?? ""}${token}`;
  }
  return lines.slice(0, row);
}
