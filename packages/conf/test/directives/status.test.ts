import t from 'tap'
import { read, refusal } from '../support/read.ts'

t.test('server-status is as httpd\'s by default', async t => {
  const { extendedStatus, maxRequestWorkers, main } = read(t, '')
  t.strictSame([extendedStatus, maxRequestWorkers, main.proxyStatus], [true, 400, false])
})

t.test('what is said counts, in virtual hosts too', async t => {
  const { extendedStatus, maxRequestWorkers, main, virtualHosts } = read(t, 'ExtendedStatus Off\nMaxRequestWorkers 25\nProxyStatus Full\n<VirtualHost *>\nProxyStatus Off\n</VirtualHost>\n<VirtualHost *>\n</VirtualHost>')
  t.strictSame([extendedStatus, maxRequestWorkers, main.proxyStatus], [false, 25, true])
  t.strictSame(virtualHosts.map(({ proxyStatus }) => proxyStatus), [false, true])
})

t.test('other values are refused, with their place', async t => {
  t.equal(refusal(t, 'ExtendedStatus full'), 'httpd.conf:1: ExtendedStatus: must be On or Off, not "full"')
  t.equal(refusal(t, 'ProxyStatus maybe'), 'httpd.conf:1: ProxyStatus: must be On or Off, not "maybe"')
  t.equal(refusal(t, 'MaxRequestWorkers 0'), 'httpd.conf:1: MaxRequestWorkers: must be more than 0')
  t.equal(refusal(t, 'MaxRequestWorkers 20001'), 'httpd.conf:1: MaxRequestWorkers: must be a whole number up to 20000, not "20001"')
})
