import t from 'tap'
import { startApp } from './support/app.ts'
import { keepLogs } from './support/logs.ts'
import { refusingUrl, startBackend } from './support/member.ts'

const numbers = (lines: ReadonlyArray<{ readonly ah?: string }>): string[] => lines.flatMap(({ ah }) => ah ?? [])

t.test('a failover is told with httpd\'s numbers', async t => {
  const a = await startBackend(t, 'a')
  const dead = await refusingUrl()
  const { logger, lines } = keepLogs('info')
  const { url } = await startApp(t, {
    balancers: { shop: { members: [{ url: dead }, { url: a.url }] } },
    proxyPass: [{ path: '/', url: 'balancer://shop/' }]
  }, undefined, { logger, disableRequestLogging: true })
  await fetch(url)
  t.strictSame(numbers(lines), ['AH00957', 'AH00959'])
  t.match(lines.find(({ ah }) => ah === 'AH00959'), { module: 'proxy', httpdLevel: 'error', level: 50, msg: `disabling worker ${dead} for 60s` })
})

t.test('errors say what was answered, and why', async t => {
  const a = await startBackend(t, 'a', (request, response) => {
    if (request.url === '/hang-up') request.socket.destroy()
    if (request.url === '/500') response.writeHead(500).end()
    if (request.url === '/half') response.write('half', () => response.destroy())
  })
  const { logger, lines } = keepLogs('info')
  const { url } = await startApp(t, {
    balancers: {
      empty: {},
      off: { members: [{ url: a.url, status: '+D' }] },
      shop: { failonstatus: 500, failontimeout: true, members: [{ url: a.url, timeout: '100ms' }] }
    },
    proxyPass: [
      { path: '/empty', url: 'balancer://empty/' },
      { path: '/off', url: 'balancer://off/' },
      { path: '/', url: 'balancer://shop/' }
    ]
  }, undefined, { logger, disableRequestLogging: true })
  const table: ReadonlyArray<readonly [path: string, numbers: readonly string[]]> = [
    ['/empty', ['AH01171', 'AH00898']],
    ['/off', ['AH01170', 'AH00898']],
    ['/500', ['AH01174']],
    ['/half', ['AH01110']],
    ['/silent', ['AH01102', 'AH02460', 'AH00898']],
    ['/hang-up', ['AH01102', 'AH00898']]
  ]
  for (const [path, expected] of table) {
    lines.length = 0
    await fetch(url + path, { method: 'POST' }).then(response => response.text()).catch(() => {})
    t.strictSame(numbers(lines), expected, path)
  }
})

t.test('at debug every decision is told, at info none is made', async t => {
  const a = await startBackend(t, 'a')
  for (const [level, expected] of [['debug', ['AH10122', 'AH10123', 'AH01143', 'AH01172']], ['info', []]] as const) {
    const { logger, lines } = keepLogs(level)
    const { url } = await startApp(t, {
      balancers: { shop: { members: [{ url: `${a.url}/base` }] } },
      proxyPass: [{ path: '/', url: 'balancer://shop/' }]
    }, undefined, { logger, disableRequestLogging: true })
    await fetch(`${url}/x`)
    t.strictSame(numbers(lines), expected, level)
    if (level === 'debug') t.equal(lines.find(({ ah }) => ah === 'AH01172')!.msg, `balancer://shop: rewritten to ${a.url}/base/x`)
  }
})
