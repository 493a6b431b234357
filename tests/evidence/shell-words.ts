import type { WordNode } from "just-bash";

type WordPart = WordNode["parts"][number];

/** A word as it is read: literal text without its quotes, `$NAME` for what is expanded, `$(…)` for what another command says. */
export function textOf(word: WordNode): string {
  return word.parts.map(partText).join("");
}

function partText(part: WordPart): string {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
    case "Escaped":
      return part.value;
    case "DoubleQuoted":
      return part.parts.map(partText).join("");
    case "ParameterExpansion":
      return `$${part.parameter}`;
    case "CommandSubstitution":
      return "$(…)";
    case "Glob":
      return part.pattern;
    case "ArithmeticExpansion":
    case "BraceExpansion":
    case "ProcessSubstitution":
    case "TildeExpansion":
      return `$(${part.type})`;
  }
}
