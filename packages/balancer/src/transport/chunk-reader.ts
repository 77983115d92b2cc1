import type { Flaw } from './flaws.ts'

/**
 * Finds where a chunked message ends (RFC 9112 §7.1) and where its payload lies. The payload of one read is gathered in
 * place to one range, so that however small the chunks are, the next hand gets one piece per read. Trailers and chunk
 * extensions are skipped. Every line must end in CRLF: what one reader takes for a line end and another for data is the
 * door of response smuggling.
 */
export interface ChunkReader {
  state: (typeof state)[keyof typeof state]
  /** Bytes of the current chunk that are still to come. */
  left: number
  digits: number
  /** Bytes of extensions and trailers skipped so far in this message. */
  skipped: number
  /** After a read: where the payload lies, and the first byte that was not read. */
  start: number
  end: number
  at: number
}

// 2^48 bytes are more than any chunk has.
const maxDigits = 12

/** Most bytes of extensions and trailers in one message; Node draws the line here, too. */
export const maxSkipped = 16_384

const state = { size: 0, extension: 1, sizeLf: 2, payload: 3, payloadCr: 4, payloadLf: 5, trailerStart: 6, trailer: 7, trailerLf: 8, lastLf: 9 } as const

const TAB = 9
const LF = 10
const CR = 13
const BLANK = 32
const SEMICOLON = 59

/** The value of a hexadecimal digit, 255 for any other byte. */
const digit = new Uint8Array(256).fill(255)
for (const [value, char] of [...'0123456789abcdef'].entries()) {
  digit[char.charCodeAt(0)] = digit[char.toUpperCase().charCodeAt(0)] = value
}

export function createChunkReader (): ChunkReader {
  return { state: state.size, left: 0, digits: 0, skipped: 0, start: 0, end: 0, at: 0 }
}

/** A chunked body begins. */
export function beginChunks (reader: ChunkReader): void {
  reader.state = state.size
  reader.left = 0
  reader.digits = 0
  reader.skipped = 0
}

/**
 * Reads on, from `start` up to `end`; moves payload within that range.
 * @returns `complete`: the message ends at `reader.at`; `more`: it goes on after `end`
 */
export function readChunks (reader: ChunkReader, bytes: Buffer, start: number, end: number): 'complete' | 'more' | Flaw {
  reader.start = start
  reader.end = start
  let i = start
  while (i < end) {
    const byte = bytes[i]!
    switch (reader.state) {
      case state.size: {
        const value = digit[byte]!
        if (value !== 255) {
          if (++reader.digits > maxDigits) return 'chunkSize'
          reader.left = reader.left * 16 + value
        } else if (reader.digits === 0) {
          return 'chunkSize'
        } else if (byte === CR) {
          reader.state = state.sizeLf
        } else if (byte === SEMICOLON || byte === BLANK || byte === TAB) {
          reader.state = state.extension
        } else {
          return 'chunkSize'
        }
        i++
        break
      }
      case state.extension:
        if (byte === CR) reader.state = state.sizeLf
        else if (!skip(reader, byte)) return 'chunkExtension'
        i++
        break
      case state.sizeLf:
        if (byte !== LF) return 'chunkEnd'
        reader.state = reader.left === 0 ? state.trailerStart : state.payload
        reader.digits = 0
        i++
        break
      case state.payload: {
        const length = Math.min(reader.left, end - i)
        gather(reader, bytes, i, length)
        reader.left -= length
        i += length
        if (reader.left === 0) reader.state = state.payloadCr
        break
      }
      case state.payloadCr:
        if (byte !== CR) return 'chunkEnd'
        reader.state = state.payloadLf
        i++
        break
      case state.payloadLf:
        if (byte !== LF) return 'chunkEnd'
        reader.state = state.size
        i++
        break
      case state.trailerStart:
      case state.trailer:
        if (byte === CR) reader.state = reader.state === state.trailer ? state.trailerLf : state.lastLf
        else if (skip(reader, byte)) reader.state = state.trailer
        else return 'trailer'
        i++
        break
      case state.trailerLf:
        if (byte !== LF) return 'trailer'
        reader.state = state.trailerStart
        i++
        break
      case state.lastLf:
        if (byte !== LF) return 'trailer'
        reader.at = i + 1
        return 'complete'
    }
  }
  reader.at = end
  return 'more'
}

/** Passes over one byte of text. */
function skip (reader: ChunkReader, byte: number): boolean {
  return (byte >= BLANK || byte === TAB) && byte !== 0x7f && ++reader.skipped <= maxSkipped
}

/** Joins a piece of payload to what was found before; the shorter of the two moves. */
function gather (reader: ChunkReader, bytes: Buffer, at: number, length: number): void {
  const before = reader.end - reader.start
  if (length < before) {
    bytes.copyWithin(reader.end, at, at + length)
    reader.end += length
  } else {
    bytes.copyWithin(at - before, reader.start, reader.end)
    reader.start = at - before
    reader.end = at + length
  }
}
