import t from 'tap'
import { readLines } from '../src/lines.ts'

t.test('a line is trimmed and numbered', async t => {
  t.same(readLines('\n  Listen 80\t\nUser x'), [{ line: 2, text: 'Listen 80' }, { line: 3, text: 'User x' }])
})

t.test('lines of Windows end like others, and a byte order mark is none of the text', async t => {
  t.same(readLines('\uFEFFListen 80\r\nUser x\r\n'), [{ line: 1, text: 'Listen 80' }, { line: 2, text: 'User x' }])
})

t.test('a backslash at the end continues a line, which has the number of its beginning', async t => {
  t.same(readLines('ProxySet \\\n  retry=5 \\\n  lbset=1\nUser x'), [
    { line: 1, text: 'ProxySet   retry=5   lbset=1' },
    { line: 4, text: 'User x' }
  ])
})

t.test('a continued line in Windows files too', async t => {
  t.same(readLines('a \\\r\nb'), [{ line: 1, text: 'a b' }])
})

t.test('the last backslash of a file continues nothing', async t => {
  t.same(readLines('a\\'), [{ line: 1, text: 'a\\' }])
})

t.test('a comment fills its line and is continued as well', async t => {
  t.same(readLines('  # one \\\nstill one\nUser x # no comment'), [{ line: 3, text: 'User x # no comment' }])
})

t.test('every line that is neither blank nor comment comes out once, whatever is in it', async t => {
  const parts = ['\\', '"', '#x', ' ', 'a', '<', '</b>', '${', '}', '\r']
  let seed = 1
  for (let run = 0; run < 300; run++) {
    const physical = Array.from({ length: 9 }, () => {
      seed = (seed * 48_271) % 2_147_483_647
      return parts[seed % parts.length]! + parts[(seed >> 8) % parts.length]! + 'z'
    })
    const wanted = physical.map(text => text.trim()).filter(text => !text.startsWith('#'))
    t.same(readLines(physical.join('\n')).map(({ text }) => text), wanted)
  }
})
