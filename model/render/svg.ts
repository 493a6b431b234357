import { escapeUnprintable } from "../unprintable";

type Attributes = Readonly<Record<string, string | number>>;

/** One SVG element; its children are elements or text made by {@link svgText}. */
export function svgElement(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join("");
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join("")}</${name}>`;
}

/** A line of text at its baseline's start. */
export function svgText(
  x: number,
  y: number,
  text: string,
  style: string,
  anchor: "start" | "middle" | "end" = "start",
): string {
  return svgElement("text", { x, y, class: style, "text-anchor": anchor }, [escapeXml(text)]);
}

/** A rounded box. */
export function svgBox(x: number, y: number, width: number, height: number, style: string, radius = 10): string {
  return svgElement("rect", { x, y, width, height, rx: radius, class: style });
}

/** XML forbids half of the invisible characters, and the other half would change how the rest is shown. */
export function escapeXml(text: string): string {
  return escapeUnprintable(text).replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
