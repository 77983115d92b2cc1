import t from 'tap'
import { read, refusal } from '../support/read.ts'

t.test('alerts are off until a directive speaks of them', async t => {
  t.equal(read(t, '').alerts, null)
  t.strictSame(read(t, 'BalancerAlert On').alerts, { rules: {}, webhook: null })
  t.strictSame(read(t, 'BalancerAlertWebhook http://localhost/hook').alerts, { rules: {}, webhook: { url: 'http://localhost/hook' } })
})

t.test('rules have times and limits, or are off', async t => {
  const { alerts } = read(t, [
    'BalancerAlert memberdown For=0 keepfiringfor=500ms', 'BalancerAlert drainFinished Off', 'BalancerAlert HeartbeatLost off', 'BalancerAlert HeartbeatLost',
    'BalancerAlert overload busy=.8 errors=Off least=5 p99=2'
  ].join('\n'))
  t.strictSame(alerts!.rules, {
    memberDown: { for: '0ms', keepFiringFor: '500ms' },
    drainFinished: false,
    heartbeatLost: {},
    overload: { busy: 0.8, errors: false, least: 5, p99: '2000ms' }
  })
  t.match(read(t, 'BalancerAlert overload busy=off errors=1 p99=off').alerts!.rules, { overload: { busy: false, errors: 1, p99: false } })
})

t.test('the secret of a webhook is in a file', async t => {
  const { alerts } = read(t, { 'httpd.conf': 'BalancerAlertWebhook https://hooks.example.com/ secretfile=secret timeout=2 retries=3', secret: 'whsec_abc\n' })
  t.strictSame(alerts!.webhook, { url: 'https://hooks.example.com/', secret: 'whsec_abc', timeout: '2000ms', retries: 3 })
  t.equal(refusal(t, { 'httpd.conf': 'BalancerAlertWebhook http://a/ secretfile=secret', secret: ' \n' }), 'httpd.conf:1: BalancerAlertWebhook: secret holds no secret')
  t.match(refusal(t, 'BalancerAlertWebhook http://a/ secretfile=gone'), /^httpd.conf:1: BalancerAlertWebhook: gone cannot be read: ENOENT/)
})

t.test('what is wrong is refused', async t => {
  for (const [line, reason] of [
    ['BalancerAlert Off', 'must be On or one of allDown, memberDown, overload, heartbeatLost, drainFinished, not "Off"'],
    ['BalancerAlert On Off', 'must be On or one of allDown, memberDown, overload, heartbeatLost, drainFinished, not "On"'],
    ['BalancerAlert memberDown for=soon', 'must be a number of seconds, or one with a unit (s, ms, mi, h), not "soon"'],
    ['BalancerAlert memberDown busy=0.5', 'unknown parameter busy'],
    ['BalancerAlert overload toString=1', 'unknown parameter tostring'],
    ['BalancerAlert overload busy=90', 'must be Off or a share above 0, at most 1, not "90"'],
    ['BalancerAlert overload errors=x', 'must be Off or a share above 0, at most 1, not "x"'],
    ['BalancerAlert overload errors=0', 'must be Off or a share above 0, at most 1, not "0"'],
    ['BalancerAlertWebhook hook', 'must be an http or https URL without a login, not "hook"'],
    ['BalancerAlertWebhook ftp://a/', 'must be an http or https URL without a login, not "ftp://a/"'],
    ['BalancerAlertWebhook http://ann:x@a/', 'must be an http or https URL without a login, not "http://ann:x@a/"'],
    ['BalancerAlertWebhook http://:x@a/', 'must be an http or https URL without a login, not "http://:x@a/"'],
    ['BalancerAlertWebhook http://a/ queue=5', 'unknown parameter queue']
  ] as const) t.equal(refusal(t, line), `httpd.conf:1: ${line.split(' ')[0]}: ${reason}`)
  t.match(refusal(t, '<VirtualHost *>\nBalancerAlert On\n</VirtualHost>'), /^httpd.conf:2: BalancerAlert: not supported in <VirtualHost/)
})
