import t from 'tap'
import { mergeSettings } from '../src/index.ts'
import { nothingSaid, saysSomething } from '../src/settings.ts'
import type { Requirement, Settings } from '../src/settings.ts'

const granted: Requirement = { type: 'granted', words: [], not: false, limit: null, of: [] }
const denied: Requirement = { ...granted, type: 'denied' }

function merge (earlier: Partial<Settings>, later: Partial<Settings>): Settings {
  return mergeSettings({ ...nothingSaid, ...earlier }, { ...nothingSaid, ...later })
}

t.test('the later section wins, directive by directive', async t => {
  t.match(merge({ authType: 'basic', authName: 'a' }, { authName: 'b' }), { authType: 'basic', authName: 'b', require: null })
})

t.test('a later Require replaces an earlier one, but for AuthMerging', async t => {
  t.equal(merge({ require: granted }, {}).require, granted)
  t.equal(merge({ require: granted }, { authMerging: 'and' }).require, granted)
  t.equal(merge({ require: granted }, { require: denied }).require, denied)
  t.equal(merge({ require: granted }, { require: denied, authMerging: 'off' }).require, denied)
  t.equal(merge({}, { require: denied, authMerging: 'and' }).require, denied)
  t.match(merge({ require: granted }, { require: denied, authMerging: 'and' }).require, { type: 'all', of: [granted, denied] })
  t.match(merge({ require: granted }, { require: denied, authMerging: 'or' }).require, { type: 'any', of: [granted, denied] })
})

t.test('whatever is said counts, and nothing does not', async t => {
  t.equal(saysSomething(nothingSaid), false)
  const said: Array<Partial<Settings>> = [{ authName: 'x' }, { setEnv: [{ name: 'A', value: '1' }] }, { errorDocuments: { 404: null } }, { directoryIndex: ['i'] }]
  for (const each of said) t.equal(saysSomething({ ...nothingSaid, ...each }), true, Object.keys(each)[0]!)
})
