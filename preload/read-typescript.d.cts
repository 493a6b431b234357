export declare function readTypeScript(): void;
export declare function sourceMapOf(filename: string): string | undefined;
