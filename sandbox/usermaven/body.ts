import type { IncomingMessage } from 'node:http';

/** A request body as UTF-8; `text` is absent if it was over the limit. */
export interface Body {
  readonly bytes: number;
  readonly text?: string;
}

/**
 * Reads a request body to its end, even what is over `limit` bytes, so that the client is still listening when
 * it is told. Rejects if the client hangs up before.
 */
export const readBody = async (incoming: IncomingMessage, limit: number): Promise<Body> => {
  const kept: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    const part: Uint8Array = chunk;
    bytes += part.length;
    if (bytes <= limit) kept.push(part);
  }
  return bytes > limit ? { bytes } : { bytes, text: Buffer.concat(kept).toString('utf8') };
};
