/** Names between blanks, as tables of them are written. */
export const words = (text: string): readonly string[] => text.trim().split(/\s+/);
