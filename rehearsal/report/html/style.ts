/** The page's only style sheet: system fonts, two palettes, nothing fetched. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #fbfaf8; --card: #ffffff; --ink: #1d2330; --soft: #5c6575; --line: #e3e1dc; --band: #f1efea;
  --good: #1f7a4d; --good-ground: #e6f4ec; --bad: #b3261e; --bad-ground: #fbe9e7; --path: #c2410c; --fault: #a16207;
  --disk: #7aa5d8; --boot: #b49bd8; --cluster: #6fb58f; --drain: #d4a373; --other: #b3b7bf; --bar-ink: #111827;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12151b; --card: #1a1e26; --ink: #e7e9ee; --soft: #9aa3b2; --line: #2c323d; --band: #171b22;
    --good: #6fd19c; --good-ground: #16301f; --bad: #ff8a80; --bad-ground: #3a1b1a; --path: #fb923c; --fault: #facc15;
    --disk: #3f6ea5; --boot: #7458a6; --cluster: #3b8560; --drain: #9a6b3b; --other: #596070; --bar-ink: #f5f6f8;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.55 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
main { max-width: 1320px; margin: 0 auto; padding: 32px 28px 64px; }
h1 { font-size: 27px; line-height: 1.25; margin: 4px 0 6px; letter-spacing: -0.01em; text-wrap: balance; }
h2 { font-size: 17px; margin: 40px 0 12px; letter-spacing: -0.005em; }
p { margin: 0 0 10px; } a { color: inherit; text-underline-offset: 3px; }
.kicker, .note { color: var(--soft); } .note { font-size: 13.5px; max-width: 88ch; }
.verdict { display: inline-block; padding: 2px 11px; border-radius: 99px; font-weight: 600; font-size: 13px; }
.verdict.good, .good { color: var(--good); } .verdict.bad, .bad { color: var(--bad); }
.verdict.good { background: var(--good-ground); } .verdict.bad { background: var(--bad-ground); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(138px, 1fr)); gap: 12px; margin: 24px 0 0; }
.figures div, .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.figures div { padding: 12px 15px; } .figures dt { color: var(--soft); font-size: 13px; } .figures dl { margin: 0; }
.figures dd { margin: 0; font-size: 20px; white-space: nowrap; font-weight: 600; font-variant-numeric: tabular-nums; letter-spacing: -0.02em; }
.card { overflow: auto; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(470px, 100%), 1fr)); gap: 0 28px; align-items: start; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th { text-align: left; color: var(--soft); font-weight: 500; font-size: 13px; }
th, td { padding: 7px 16px; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
code, .mono { font: 12.5px/1.5 ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace; }
ul.plain { list-style: none; margin: 0; padding: 0; } ul.plain li { padding: 8px 18px; border-bottom: 1px solid var(--line); }
ul.plain li:last-child { border-bottom: 0; } .why { color: var(--soft); display: block; font-size: 13.5px; }
.invariant { display: grid; grid-template-columns: 22px 1fr; gap: 8px; } .invariant code { color: var(--soft); display: block; }
.scripts { columns: 3 260px; padding: 14px 18px; } .scripts section { break-inside: avoid; margin-bottom: 12px; }
.scripts h3 { font-size: 13.5px; margin: 0; } .scripts a { display: block; color: var(--soft); }
.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; font-size: 13px; color: var(--soft); margin: 10px 2px 0; }
.legend i { display: inline-block; width: 20px; height: 10px; border-radius: 3px; margin-right: 7px; }
img.topology { display: block; width: 100%; max-width: 980px; height: auto; border: 1px solid var(--line); border-radius: 10px; }
svg.timeline { display: block; min-width: 900px; width: 100%; height: auto; font: 11px system-ui, "DejaVu Sans", sans-serif; }
svg.platform { display: block; min-width: 760px; width: 100%; height: auto; font: 11.5px system-ui, "DejaVu Sans", sans-serif; }
svg.platform text { fill: var(--ink); } svg.platform text.soft { fill: var(--soft); font-size: 10.5px; }
svg.platform rect { rx: 2; } svg.platform rect.free { fill: var(--band); stroke: var(--line); } .legend i.free { background: var(--band); border: 1px solid var(--line); }
.tier-0 { fill: var(--other); background: var(--other); } .tier-1 { fill: var(--path); background: var(--path); }
.tier-2 { fill: var(--drain); background: var(--drain); } .tier-3 { fill: var(--boot); background: var(--boot); }
.tier-4 { fill: var(--cluster); background: var(--cluster); } .tier-5 { fill: var(--disk); background: var(--disk); }
h3 { font-size: 14px; margin: 18px 0 8px; }
.phase rect { fill: transparent; } .phase.odd rect { fill: var(--band); } .phase.bad rect { fill: var(--bad-ground); }
.phase text { fill: var(--ink); font-weight: 600; font-size: 12px; }
.tick line, line.lane { stroke: var(--line); stroke-width: 1; } .tick line { stroke-dasharray: 2 4; }
.tick text { fill: var(--soft); text-anchor: middle; font-size: 10.5px; }
text.machine { fill: var(--ink); text-anchor: end; font-size: 12px; }
.bar rect { opacity: 0.5; } .bar.critical rect, .bar.failed rect, .bar:hover rect { opacity: 1; }
.bar text { fill: var(--bar-ink); pointer-events: none; }
.bar.critical rect { stroke: var(--path); stroke-width: 2; } .bar.failed rect { stroke: var(--bad); stroke-width: 2; stroke-dasharray: 4 3; }
.disk rect { fill: var(--disk); } .boot rect { fill: var(--boot); } .cluster rect { fill: var(--cluster); }
.drain rect { fill: var(--drain); } .other rect { fill: var(--other); }
.path { fill: none; stroke: var(--path); stroke-width: 1.6; pointer-events: none; }
.mark line { stroke-width: 1; stroke-dasharray: 3 3; opacity: 0.6; } .mark.fault line { stroke: var(--fault); }
.mark.violations line { stroke: var(--bad); } .mark.fault path { fill: var(--fault); }
.mark.violations path { stroke: var(--bad); stroke-width: 2.6; stroke-linecap: round; fill: none; }
footer { margin-top: 44px; color: var(--soft); font-size: 13px; }
@media print { main { max-width: none; padding: 0; } .card { overflow: visible; } }
`;
