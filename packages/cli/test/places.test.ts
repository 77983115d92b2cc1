import t from 'tap'
import { placeOf } from '../src/places.ts'

const line = (directive: string, line: number) => ({ directive, file: 'httpd.conf', line, verdict: 'used' as const, note: '' })

t.test('a directive that stands in the file once is found', async t => {
  t.match(placeOf({ report: [line('Listen', 1), line('errorlog', 2)] }, 'ErrorLog', null), { file: 'httpd.conf', line: 2 })
})

t.test('one that stands there more often is looked for where its server begins', async t => {
  const report = [line('ErrorLog', 2), line('ErrorLog', 9)]
  const server = { file: 'httpd.conf', line: 7 }
  t.equal(placeOf({ report }, 'ErrorLog', server), server)
  t.equal(placeOf({ report }, 'ErrorLog', null), null)
})
