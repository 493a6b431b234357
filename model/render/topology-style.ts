/** Colours and type of the picture; the second half is for readers who prefer a dark page. */
export const TOPOLOGY_STYLE = `<style>
text { font-family: system-ui, "Segoe UI", sans-serif; fill: #1f2933; }
.page { fill: #ffffff; } .title { font-size: 17px; font-weight: 650; } .name { font-size: 13px; font-weight: 600; }
.mono { font-family: ui-monospace, "Cascadia Mono", Menlo, monospace; font-size: 12px; fill: #3e4c59; }
.detail { font-size: 12px; fill: #52606d; } .caption { font-size: 12px; fill: #616e7c; letter-spacing: .04em; }
.api { fill: #e6f0fb; stroke: #2f6db3; } .host { fill: #f7f9fb; stroke: #cbd2d9; } .net { fill: #eef2f5; stroke: #cbd2d9; }
.card { stroke-width: 1.2; } .master { fill: #e6f0fb; stroke: #2f6db3; } .worker { fill: #e8f6ee; stroke: #2b8a5b; }
.badge { fill: #7a3fb0; } .badge-text { font-size: 11px; font-weight: 600; fill: #ffffff; }
.track { fill: #dde3e9; } .fill { fill: #2b8a5b; } .full { fill: #c2570c; } .wire { stroke: #9aa5b1; stroke-width: 1.5; }
@media (prefers-color-scheme: dark) {
  text { fill: #e4e7eb; } .page { fill: #14181d; } .mono { fill: #cbd2d9; } .detail { fill: #b3bdc7; } .caption { fill: #9aa5b1; }
  .api, .master { fill: #17304c; stroke: #6ea8e5; } .worker { fill: #15372a; stroke: #57c08c; }
  .host { fill: #1b2129; stroke: #3e4c59; } .net { fill: #222a33; stroke: #3e4c59; }
  .badge { fill: #b48be0; } .badge-text { fill: #14181d; } .track { fill: #323f4b; } .fill { fill: #57c08c; } .full { fill: #f0883e; }
}
</style>`;
