import t from 'tap'
import { splitWords } from '../src/words.ts'

const words: ReadonlyArray<readonly [text: string, ...words: string[]]> = [
  [''],
  ['a  b\tc ', 'a', 'b', 'c'],
  ['"balancer://a b" c', 'balancer://a b', 'c'],
  ["'a \"b\"' c", 'a "b"', 'c'],
  ['"%h \\"%r\\" %b" common', '%h "%r" %b', 'common'],
  ["'it\\'s'", "it's"],
  ['"\\\\ \\n"', '\\ \\n'],
  ['a\\\\b c\\d', 'a\\b', 'c\\d'],
  ['it"s one', 'it"s', 'one'],
  ['"a"b', 'a', 'b'],
  ['""', '']
]

for (const [text, ...expected] of words) {
  t.test(`${text} is ${expected.length} words`, async t => t.same(splitWords(text), expected))
}

t.test('a quote that is not closed is refused', async t => {
  t.throws(() => splitWords('x "a b'), { message: 'a quote is not closed: "a b' })
  t.throws(() => splitWords("'"), { message: "a quote is not closed: '" })
})
