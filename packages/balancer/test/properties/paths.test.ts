/** What holds for all paths, whoever thinks them up. */
import fc from 'fast-check'
import t from 'tap'
import { encoderFor, encodePath, matchPrefix, readEncodedPath, readPath, toBytes, toText } from '../../src/path.ts'
import type { EncodedSlashes } from '../../src/path.ts'
import { createServletMatch } from '../../src/servlet-path.ts'
import { targetOf, tidyUrl } from '../../src/target.ts'

const piece = fc.constantFrom('a', 'b', 'Z', '.', '..', '/', '//', '%2e', '%2E%2e', '%2F', '%2f', '%25', '%61', '%ff', '%C3%BC', '%3b', ';x=1', '[', '~', ' ')
const raw = fc.array(piece, { maxLength: 12 }).map(pieces => `/${pieces.join('')}`)
const bytes = fc.string({ unit: fc.integer({ min: 1, max: 255 }).map(code => String.fromCharCode(code)), maxLength: 20 })
const segments = fc.array(fc.constantFrom('a', 'b', 'ab', 'a.', '...'), { maxLength: 4 })
const slashes = fc.constantFrom<EncodedSlashes>(false, true, 'nodecode')

function climbs (path: string): boolean {
  return path.split('/').some(segment => segment === '.' || segment === '..')
}

t.test('what is encoded is read as it was, and needs no more encoding', async () => {
  fc.assert(fc.property(bytes.filter(text => !climbs(`/${text}`) && !/\/\/|^\//.test(text)), text => {
    const read = readPath(encodePath(`/${text}`))
    return typeof read === 'object' && read.decoded === `/${text}`
  }))
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), text => toText(toBytes(text)) === text))
})

t.test('no dot segment and no double slash survives, and what is sent means what was read', async () => {
  fc.assert(fc.property(raw, slashes, (target, allow) => {
    const read = readPath(target, allow)
    if (typeof read === 'number') return true
    if (climbs(read.decoded) || read.decoded.includes('//')) return false
    const again = readPath(encoderFor(allow)(read.decoded), allow)
    return typeof again === 'object' && again.decoded === read.decoded
  }), { numRuns: 1000 })
  fc.assert(fc.property(raw, target => {
    const read = readEncodedPath(target)
    return typeof read === 'number' || (!climbs(read.decoded) && !read.decoded.includes('//'))
  }), { numRuns: 1000 })
})

t.test('tidying changes no path, and gives the router nothing that it refuses', async () => {
  fc.assert(fc.property(raw, target => {
    const request = { url: target }
    const tidied = tidyUrl(request)
    const read = readPath(target, 'nodecode')
    if (targetOf(request) !== target || typeof read === 'number') return targetOf(request) === target
    decodeURIComponent(tidied)
    const again = readPath(tidied, 'nodecode')
    return typeof again === 'object' && toText(again.decoded) === toText(read.decoded)
  }), { numRuns: 1000 })
})

t.test('a prefix matches as its segments do, one by one', async () => {
  fc.assert(fc.property(segments, segments, fc.boolean(), fc.boolean(), (path, prefix, pathEnds, prefixEnds) => {
    const write = (parts: readonly string[], ends: boolean): string => `/${parts.join('/')}${ends && parts.length > 0 ? '/' : ''}`
    const [asked, rule] = [write(path, pathEnds), write(prefix, prefixEnds)]
    const startsAlike = prefix.every((segment, i) => path[i] === segment)
    const matches = startsAlike && (!rule.endsWith('/') || path.length > prefix.length || asked.endsWith('/'))
    const rest = matchPrefix(asked, rule)
    // Without parameters and dots a servlet path is nothing else.
    return (rest === undefined ? !matches : matches && rule + rest === asked) && createServletMatch(rule)(asked) === rest
  }), { numRuns: 1000 })
})
