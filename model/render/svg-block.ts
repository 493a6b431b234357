/** A part of a picture with a height, which can be drawn at any vertical position. */
export interface Block {
  readonly height: number;
  readonly at: (top: number) => string[];
}

export function totalHeight(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + block.height, 0);
}

/** Draws blocks one under another. */
export function drawStack(blocks: readonly Block[], top: number): string[] {
  return blocks.flatMap((block, index) => block.at(top + totalHeight(blocks.slice(0, index))));
}
