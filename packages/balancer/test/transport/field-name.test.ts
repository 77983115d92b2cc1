import t from 'tap'
import { fieldName } from '../../src/transport/field-name.ts'

function read (text: string): string {
  return fieldName(Buffer.from(`\n${text}:`), 1, 1 + text.length)
}

t.test('names are read in lower case, known or not', async t => {
  for (const name of ['Content-Type', 'content-type', 'SET-COOKIE', 'Via', 'X-Shop', 'Content-Typo', 'X', 'constructor', '__proto__']) {
    t.equal(read(name), name.toLowerCase())
  }
})

t.test('a name of the same length as a known one is itself', async t => {
  for (const name of ['agd', 'v^a', 'x~request~id', 'content_type']) t.equal(read(name), name)
})
