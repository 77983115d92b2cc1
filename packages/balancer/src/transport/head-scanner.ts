import type { Flaw } from './flaws.ts'
import { maxHead, maxLines, state } from './head.ts'
import type { Head } from './head.ts'

/**
 * Finds the lines of a message's head in one pass over its bytes. Lookup tables decide, offsets go to typed arrays that
 * are used again and again: no object and no substring per header. A head may arrive in any pieces; the scan goes on where
 * it stopped, so every piece costs its own length only.
 *
 * Strict as RFC 9112 asks of who forwards, and as lenient as httpd where the RFC allows it: a bare LF ends a line (§2.2),
 * one empty line may come first, a folded line is joined with one blank (§5.2) in the bytes themselves, so that nobody
 * further on can read it otherwise. Only the first state knows about status lines: a request's head differs in no other.
 */

const TAB = 9
const LF = 10
const CR = 13
const BLANK = 32
const COLON = 58

/** RFC 9110 §5.6.2: what a name is made of. */
const isName = new Uint8Array(256)
for (const char of "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") isName[char.charCodeAt(0)] = 1

/** RFC 9110 §5.5: what a value is made of; bytes from 0x80 are opaque. */
const isValue = new Uint8Array(256).fill(1, BLANK).fill(1, TAB, TAB + 1).fill(0, 0x7f, 0x80)

/** The status line up to the code's last digit: H T T P / 1 . x blank digit digit digit; the code begins with 1 to 9. */
const lowest = Buffer.from('HTTP/1.0 100')
const highest = Buffer.from('HTTP/1.1 999')

/**
 * Scans on, up to `end`.
 * @returns `complete`: `size` is the head's length; `more`: every byte was scanned, the head is longer
 */
export function scanHead (head: Head, end: number, limit: number = maxHead, lineLimit: number = limit): 'complete' | 'more' | Flaw {
  const { bytes, begin, nameStart, nameEnd, valueStart, valueEnd } = head
  const stop = Math.min(end, begin + limit)
  let i = begin + head.size
  while (i < stop) {
    const byte = bytes[i]!
    switch (head.state) {
      case state.beforeStatusLine:
        if (byte === CR) { head.state = state.afterFirstCr; i++; break }
        if (byte === LF) i++
        head.state = state.statusLine
        head.reasonStart = i - begin
        break
      case state.afterFirstCr:
        if (byte !== LF) return 'statusLine'
        i++
        head.state = state.statusLine
        head.reasonStart = i - begin
        break
      case state.statusLine: {
        // Until the reason is found, reasonStart is where the status line starts.
        const place = i - begin - head.reasonStart
        if (place < lowest.length) {
          if (byte < lowest[place]! || byte > highest[place]!) return 'statusLine'
          if (place === 7) head.minor = byte - 48
          else if (place > 8) head.status = head.status * 10 + byte - 48
          i++
          break
        }
        if (byte !== BLANK && byte !== CR && byte !== LF) return 'statusLine'
        if (byte === BLANK) i++
        head.reasonStart = i - begin
        head.state = state.reason
        break
      }
      case state.reason:
        while (i < stop && isValue[bytes[i]!] === 1) i++
        if (i === stop) break
        if (bytes[i] !== CR && bytes[i] !== LF) return 'badByte'
        head.reasonEnd = i - begin
        head.state = bytes[i] === CR ? state.lineCr : state.lineStart
        i++
        break
      case state.lineCr:
        if (byte !== LF) return 'bareCr'
        i++
        head.state = state.lineStart
        break
      case state.lineStart:
        if (byte === CR) { head.state = state.lastCr; i++; break }
        if (byte === LF) { head.size = i + 1 - begin; return 'complete' }
        if (byte === BLANK || byte === TAB) {
          if (head.count === 0) return 'fold'
          if (++head.folds + head.count > maxLines) return 'longHead'
          head.state = state.fold
          break
        }
        if (head.folds + head.count === maxLines) return 'longHead'
        if (byte === COLON) return 'nameless'
        nameStart[head.count] = i - begin
        head.state = state.name
        break
      case state.name:
        while (i < stop && isName[bytes[i]!] === 1) i++
        if (i === stop) break
        if (bytes[i] !== COLON) return flawOfName(bytes[i]!)
        nameEnd[head.count] = i - begin
        i++
        head.state = state.beforeValue
        break
      case state.beforeValue:
        if (byte === BLANK || byte === TAB) { i++; break }
        valueStart[head.count] = i - begin
        head.count++
        head.state = state.value
        break
      case state.value:
        while (i < stop && isValue[bytes[i]!] === 1) i++
        if (i === stop) break
        if (bytes[i] !== CR && bytes[i] !== LF) return 'badByte'
        if (i - begin - nameStart[head.count - 1]! > lineLimit) return 'longLine'
        valueEnd[head.count - 1] = trimEnd(bytes, begin + valueStart[head.count - 1]!, i) - begin
        head.state = bytes[i] === CR ? state.lineCr : state.lineStart
        i++
        break
      case state.fold:
        if (byte === BLANK || byte === TAB) { i++; break }
        if (byte !== CR && byte !== LF) joinFold(head, i)
        head.state = byte === CR ? state.lineCr : byte === LF ? state.lineStart : state.value
        if (byte === CR || byte === LF) i++
        break
      case state.lastCr:
        if (byte !== LF) return 'bareCr'
        head.size = i + 1 - begin
        return 'complete'
    }
  }
  head.size = i - begin
  return head.size === limit ? 'longHead' : 'more'
}

function flawOfName (byte: number): Flaw {
  if (byte === CR || byte === LF) return 'colonless'
  return byte === BLANK || byte === TAB ? 'blankInName' : 'badName'
}

function trimEnd (bytes: Buffer, start: number, end: number): number {
  while (end > start && (bytes[end - 1] === BLANK || bytes[end - 1] === TAB)) end--
  return end
}

/** The value goes on at `at`: what there is of it moves right until one blank separates them, blanks fill its old place. */
function joinFold ({ bytes, begin, count, valueStart, valueEnd }: Head, at: number): void {
  const start = begin + valueStart[count - 1]!
  const end = begin + valueEnd[count - 1]!
  const moved = at - (end > start ? end + 1 : start)
  bytes.copyWithin(start + moved, start, end)
  bytes.fill(BLANK, start, start + moved)
  bytes.fill(BLANK, end + moved, at)
  valueStart[count - 1] = start + moved - begin
}
