/** mod_proxy_hcheck's cases: many members, each with a setting and a backend of its own, under one httpd and one of ours. */
import t from 'tap'
import { eventually } from '../../support/eventually.ts'
import { hasHttpd, httpdRemedy } from '../../support/httpd.ts'
import type { BackendAnswer } from '../../support/backend.ts'
import { startPair } from '../../support/pair.ts'
import type { Side, Story } from '../../support/pair.ts'
import { needs } from '../../support/skip.ts'

const names = ['LINE1', 'LINE2', 'LINE3', 'LINE4', 'FLAKY', 'BACK', 'E404', 'E503', 'EBODY', 'LATE', 'LATE2', 'OFF', 'STOPPED', 'EDIT', 'P1', 'P2']

/** What the backends answer to checks, unless a story changes that. */
function answer (): BackendAnswer {
  return { body: 'Under maintenance' }
}

/** A row of the manager, once a check was made of it and it reads so. */
async function reads (side: Side, balancer: string, columns: readonly string[], wanted: (row: string) => boolean): Promise<string> {
  let row = ''
  await eventually(async () => {
    row = await side.figures(balancer, ...columns)
    return wanted(row)
  })
  return row
}

async function checks (side: Side, name: string, count: number): Promise<string[]> {
  const { requests } = side.backends[name]!
  await eventually(async () => requests.length >= count)
  return requests.map(({ startLine }) => startLine)
}

const portless = (text: string): string => text.replace(/:\d+/, ':PORT')

t.test('health checks', { ...needs('a real httpd', hasHttpd(), httpdRemedy) }, async t => {
  const pair = await startPair(t, ['hcheck'], names, answer)

  t.test('HC-01, HC-02, HC-03 what is sent', async t => {
    const sent = (name: string): Story<string> => async side => {
      await checks(side, name, 1)
      const { startLine, headers } = side.backends[name]!.requests[0]!
      return portless([startLine, ...headers.map(([name, value]) => `${name}: ${value}`)].join(' | '))
    }
    await pair.same(t, sent('LINE1'), 'GET /hcA HTTP/1.0 | Host: 127.0.0.1:PORT')
    await pair.same(t, sent('LINE2'), 'GET /app/st HTTP/1.1 | Host: 127.0.0.1:PORT')
    await pair.same(t, sent('LINE3'), 'OPTIONS * HTTP/1.1 | Host: 127.0.0.1:PORT')
    await pair.differ(t, sent('LINE4'), { httpd: 'HEAD  HTTP/1.0 | Host: 127.0.0.1:PORT', ours: 'HEAD / HTTP/1.0 | Host: 127.0.0.1:PORT' })
  })

  t.test('HC-04 failures with passes between', async t => {
    await pair.differ(t, async side => {
      const backend = side.backends['FLAKY']!
      let asked = 0
      backend.answer = () => ({ status: ++asked % 2 === 1 ? 503 : 200 })
      backend.requests.length = 0
      await checks(side, 'FLAKY', 7)
      return reads(side, 'flaky', ['Status'], () => true)
    }, { httpd: 'FLAKY Init HcFl', ours: 'FLAKY Init Ok' })
  })

  t.test('HC-05 so many passes bring a member back', async t => {
    await pair.same(t, async side => {
      const backend = side.backends['BACK']!
      backend.answer = () => ({ status: 503 })
      const out = await reads(side, 'back', ['Status'], row => row.includes('HcFl'))
      backend.answer = answer
      const halfway = await reads(side, 'back', ['Status', 'Passes'], row => row.includes('(1)'))
      return [out, halfway, await reads(side, 'back', ['Status', 'Passes'], row => row.includes('Ok'))].join(', ')
    }, 'BACK Init HcFl, BACK Init HcFl 2 (1), BACK Init Ok 2 (0)')
  })

  t.test('HC-06 with an expression, that alone decides', async t => {
    await pair.same(t, async side => {
      side.backends['E404']!.answer = () => ({ status: 404 })
      side.backends['E503']!.answer = () => ({ status: 503 })
      for (const name of ['E404', 'EBODY']) {
        side.backends[name]!.requests.length = 0
        await checks(side, name, 2)
      }
      return reads(side, 'expr', ['Status', 'HC Method', 'HC Interval', 'HC uri', 'HC Expr'], row => row.split('HcFl').length === 3)
    }, 'E404 Init Ok GET 300ms /health ok234, E503 Init HcFl GET 300ms /health ok234, EBODY Init HcFl GET 300ms /health in_maint')
  })

  t.test('HC-07 a member that a request put in error comes back by its checks, before its retry', async t => {
    await pair.same(t, async side => {
      const backend = side.backends['LATE']!
      await backend.stop()
      await side.picks(2, '/late')
      const out = await reads(side, 'late', ['Status'], row => row.includes('Err'))
      await backend.start()
      const begin = Date.now()
      const back = await reads(side, 'late', ['Status'], row => !row.includes('Err'))
      return [out, back, Date.now() - begin < 10_000].join(' | ')
    }, 'LATE Init Err, LATE2 Init Ok | LATE Init Ok, LATE2 Init Ok | true')
  })

  t.test('HC-08 a disabled member is checked, a stopped one is not', async t => {
    await pair.same(t, async side => {
      await checks(side, 'OFF', 2)
      return side.backends['STOPPED']!.requests.length
    }, 0)
  })

  t.test('HC-09 another hcuri', async t => {
    await pair.differ(t, async side => {
      await checks(side, 'EDIT', 1)
      await side.set('edit', 'EDIT', { w_hu: '/new' })
      side.backends['EDIT']!.requests.length = 0
      const lines = await checks(side, 'EDIT', 2)
      return `${lines.at(-1)}, shown ${await side.figures('edit', 'HC uri')}`
    }, { httpd: 'GET /old HTTP/1.0, shown EDIT /new', ours: 'GET /new HTTP/1.0, shown EDIT /new' })
  })

  t.test('HC-10 a member that accepts no connection', async t => {
    await pair.same(t, side => reads(side, 'dead', ['Status', 'HC Method'], row => row.includes('HcFl')), 'DEAD1 Init HcFl TCP')
  })

  t.test('when all members fail their check', async t => {
    await pair.differ(t, async side => {
      for (const name of ['P1', 'P2']) side.backends[name]!.answer = ({ startLine }) => ({ status: startLine.includes('/health') ? 503 : 200 })
      await reads(side, 'panic', ['Status'], row => row.split('HcFl').length === 3)
      return side.picks(2, '/panic')
    }, { httpd: '503 503', ours: 'P1 P2' })
  })
})
