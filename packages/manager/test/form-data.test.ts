import t from 'tap'
import { protect, readFormData } from '../src/form-data.ts'

t.test('keys are decoded once, values twice', async t => {
  const fields = readFormData('%62=shop&w_%2577r=x&w_wr=%2541&u=%C3%A4&v=%25C3%25A4')
  t.strictSame([...fields], [['b', 'shop'], ['w_%77r', 'x'], ['w_wr', 'A'], ['u', 'ä'], ['v', 'ä']])
})

t.test('a plus is a plus', async t => {
  t.equal(readFormData('w_wr=a+b').get('w_wr'), 'a+b')
})

t.test('the last of several wins, the first = splits, what has none is nothing', async t => {
  t.strictSame([...readFormData('a=1&&b&a=2=3&c=')], [['a', '2=3'], ['c', '']])
})

t.test('a percent sign that begins no escape stays', async t => {
  t.equal(readFormData('a=100%25%').get('a'), '100%%')
})

t.test('a protected value comes back whole from a form', async t => {
  for (const value of ['http://h/a%20b', 'two words', 'a+b&c=d%', 'plain']) {
    t.equal(readFormData(`a=${encodeURIComponent(protect(value))}`).get('a'), value)
  }
})
