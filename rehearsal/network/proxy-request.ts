/** What a proxy protocol asks for, and how to answer it. */
export interface ProxyRequest {
  readonly address: string;
  readonly port: number;
  accepted(): void;
  refused(error: Error): void;
}
