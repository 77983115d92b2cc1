import t from 'tap'
import { readCookie, readSetCookie } from '../src/cookies.ts'

t.test('a cookie is found by its whole name', async t => {
  const table: ReadonlyArray<readonly [header: string | undefined, value: string | null]> = [
    [undefined, null],
    ['', null],
    ['S=1', '1'],
    ['a=0; S=1; b=2', '1'],
    ['XS=0; S=1', '1'],
    ['SX=0;S=1', '1'],
    ['s=1', null],
    ['S', null],
    ['S=', ''],
    ['S=1; S=2', '1'],
    ['a="x S=1"', null],
    ['a=S=1', null],
    ['S=a=b', 'a=b'],
    [' S = 1 ', '1'],
    ['S=a,b', 'a,b'],
    ['S="1"', '"1"']
  ]
  for (const [header, value] of table) t.equal(readCookie(header, 'S'), value, String(header))
})

t.test('a name is no expression and no property', async t => {
  t.equal(readCookie('SxT=1', 'S.T'), null)
  t.equal(readCookie('a=1', '__proto__'), null)
})

t.test('a Set-Cookie gives a value, or takes it', async t => {
  const now = Date.UTC(2030, 0)
  const table: ReadonlyArray<readonly [header: string, value: string | null]> = [
    ['S=1', '1'],
    ['S=1; Path=/; HttpOnly', '1'],
    ['XS=1', null],
    ['S', null],
    ['S=', ''],
    ['S=1; Max-Age=60', '1'],
    ['S=1; Max-Age=0', ''],
    ['S=1; max-age=-1', ''],
    ['S=1; Max-Age=never', '1'],
    ['S=1; Max-Age', '1'],
    ['S=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT', ''],
    ['S=1; expires=Thu, 01 Jan 2032 00:00:00 GMT', '1'],
    ['S=1; Expires=soon', '1'],
    ['S=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60', '1'],
    ['S=1; Max-Age=0; Expires=Thu, 01 Jan 2032 00:00:00 GMT', ''],
    ['X=1; Max-Age=0', null]
  ]
  for (const [header, value] of table) t.equal(readSetCookie(header, 'S', now), value, header)
})

t.test('headers full of nothing are read in no time', async t => {
  const spaces = ' '.repeat(16_000)
  const started = performance.now()
  t.equal(readCookie(`${spaces}x;${'='.repeat(16_000)};S=1`, 'S'), '1')
  t.equal(readSetCookie(`S=1;${spaces}x;Max-Age=${spaces}0`, 'S', 0), '')
  t.ok(performance.now() - started < 1000)
})
