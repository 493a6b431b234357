/** What a node needs: below `least` it does not come up, below `advised` it is unsupported. */
export interface NodeSize {
  readonly cores: number;
  readonly memoryMiB: number;
}

export interface NodeSizes {
  readonly least: NodeSize;
  readonly advised: NodeSize;
}
