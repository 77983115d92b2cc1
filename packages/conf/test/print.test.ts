import t from 'tap'
import { printReport } from '../src/index.ts'

t.test('a report is printed in columns, without blanks at the end', async t => {
  t.equal(printReport([
    { file: 'httpd.conf', line: 1, directive: '<Proxy>', verdict: 'used', note: '' },
    { file: 'httpd.conf', line: 12, directive: 'ServerAdmin', verdict: 'ignored', note: 'no page names it' },
    { file: 'httpd.conf', line: 13, directive: 'ProxyPas', verdict: 'refused', note: 'unknown directive' }
  ]), [
    'httpd.conf:1   <Proxy>      used',
    'httpd.conf:12  ServerAdmin  ignored  no page names it',
    'httpd.conf:13  ProxyPas     refused  unknown directive'
  ].join('\n'))
})

t.test('of nothing there is nothing to print', async t => {
  t.equal(printReport([]), '')
})
