/** A hostile or odd answer of a member, what the client gets of it, and whether the member's connection is used again. */

export interface AnswerCase {
  readonly name: string
  /** One character is one byte. */
  readonly bytes: string
  /** The member's connection ends behind them. */
  readonly end: boolean
  readonly method: 'POST' | 'HEAD'
  /** null: the answer is cut short. */
  readonly gets: { readonly status: number, readonly body: string } | null
  readonly reused: boolean
  /** What the client's answer has and has not. */
  readonly has: string
  readonly lacks: string
}

export type Details = Partial<Pick<AnswerCase, 'end' | 'method' | 'reused' | 'has' | 'lacks'> & { readonly status: number, readonly body: string }>

/** The client gets it. */
export function answered (name: string, bytes: string, { status = 200, body = 'ok', ...details }: Details = {}): AnswerCase {
  return { name, bytes, end: false, method: 'POST', gets: { status, body }, reused: true, has: '', lacks: '\0', ...details }
}

/** 502, and the member's connection is closed. */
export function broken (name: string, bytes: string, end = false): AnswerCase {
  return { ...answered(name, bytes, { end, reused: false }), gets: { status: 502, body: '' } }
}

/** It began well: the client gets the beginning, and the connections are closed. */
export function cutShort (name: string, bytes: string, end = false): AnswerCase {
  return { ...broken(name, bytes, end), gets: null }
}

/** An answer with these lines and this body. */
export function answer (lines: readonly string[], body = 'ok', statusLine = 'HTTP/1.1 200 OK'): string {
  return [statusLine, ...lines, '', body].join('\r\n')
}
