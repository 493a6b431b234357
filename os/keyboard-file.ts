import type { RenderedFile } from "../model/render/rendered-file";

/** keyboard(5). Not through cloud-init's `keyboard`, which fails if console-setup is not installed yet, as on Debian. */
export function keyboardFile(layout: string): RenderedFile {
  const settings = { XKBMODEL: "pc105", XKBLAYOUT: layout, XKBVARIANT: "", XKBOPTIONS: "" };
  const content = Object.entries(settings).map(([name, value]) => `${name}="${value}"\n`);
  return { path: "/etc/default/keyboard", mode: "0644", content: content.join("") };
}
