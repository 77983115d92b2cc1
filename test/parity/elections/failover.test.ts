/** What a failure does to a request and to its member, in httpd and here (FO-01 to FO-29). */
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import type { Answering, Backend } from '../../support/backend.ts'
import { bytesOf, converse, exchange } from '../../support/client.ts'
import { eventually } from '../../support/eventually.ts'
import { hasHttpd, httpdRemedy } from '../../support/httpd.ts'
import { startPair } from '../../support/pair.ts'
import type { Side, Story } from '../../support/pair.ts'
import { needs } from '../../support/skip.ts'

const oracle = needs('a real Apache httpd', hasHttpd(), httpdRemedy)

/** The client decides what the backend does. */
const answer: Answering = async ({ startLine }) => {
  const [, what, number] = /^\w+ \/(status|sleep|part)?\/?(\d*)/.exec(startLine) ?? []
  if (what === 'sleep') await pause(Number(number), undefined, { ref: false })
  if (what === 'status') return { status: Number(number) }
  if (what === 'part') return { body: 'seven b', length: 1000 }
  return {}
}

/** As many requests, and what the manager says then. */
function picksAndStates (times: number, balancer: string, ...columns: string[]): Story<string[]> {
  return async side => [await side.picks(times, `/${balancer}`), await side.figures(balancer, 'Status', ...columns)]
}

/** One request, and what the manager says then. */
function answerAndStates (target: string, body = ''): Story<Array<string | number | null>> {
  return async side => {
    const { status, member } = await side.ask(target, [], body)
    return [status, member, await side.figures(/\/(\w+)/.exec(target)![1]!, 'Status')]
  }
}

/** Lets a backend close its connections instead of answering, for as long as the story goes on. */
async function closing<T> (backend: Backend | undefined, story: () => Promise<T>): Promise<T> {
  backend!.answer = () => null
  const ended = await story()
  backend!.answer = answer
  return ended
}

async function timed<T> (work: () => Promise<T>): Promise<{ result: T, seconds: number }> {
  const begun = performance.now()
  const result = await work()
  return { result, seconds: (performance.now() - begun) / 1000 }
}

t.test('failover', oracle, async t => {
  const { same, differ } = await startPair(t, ['surroundings', 'failover'], ['A', 'B'], answer)

  await t.test('FO-01 the next member serves, the dead one is in error', t =>
    same(t, picksAndStates(1, 'one', 'Elected', 'Load'), ['A', 'DEAD1 Init Err 1 -100, A Init Ok 1 100']))

  await t.test('FO-02 bodies reach the next member whole', t => same(t, async side => {
    const body = 'x'.repeat(200_000)
    const counted = await side.ask('POST /body', [], body)
    const chunked = await side.ask('POST /chunks', ['Transfer-Encoding: chunked'], `30d40\r\n${body}\r\n0\r\n\r\n`)
    const { A } = side.backends
    return [counted.member, chunked.member, ...A!.requests.slice(-2).map(request => request.body.length)]
  }, ['A', 'A', 200_000, 200_000]))

  await t.test('FO-03 a single member is tried by every request', t =>
    same(t, picksAndStates(2, 'alone', 'Elected'), ['503 503', 'DEAD1 Init Err 2']))

  await t.test('FO-04 without forcerecovery nobody is tried before retry has passed', t =>
    same(t, picksAndStates(2, 'unforced', 'Elected'), ['503 503', 'DEAD1 Init Err 1, DEAD2 Init Err 1']))

  await t.test('FO-05 with it all are', t =>
    same(t, picksAndStates(2, 'forced', 'Elected'), ['503 503', 'DEAD1 Init Err 2, DEAD2 Init Err 2']))

  await t.test('FO-06 maxattempts=0', t =>
    same(t, picksAndStates(2, 'once'), ['503 A', 'DEAD1 Init Err, A Init Ok']))

  await t.test('FO-07 one request tries all members', t =>
    same(t, picksAndStates(1, 'many'), ['A', 'DEAD1 Init Err, DEAD2 Init Err, DEAD3 Init Err, A Init Ok']))

  await t.test('FO-08 or as many more as maxattempts says', t => same(t, async side => [
    ...await picksAndStates(1, 'few')(side), await side.picks(1, '/few')
  ], ['503', 'DEAD1 Init Err, DEAD2 Init Err, DEAD3 Init Ok, A Init Ok', 'A']))

  await t.test('FO-09 status=+I forbids the mark; httpd does not fail over then, we do', t =>
    differ(t, picksAndStates(4, 'ignoring'), {
      httpd: ['503 A 503 A', 'DEAD1 Init Ign Ok, A Init Ok'],
      ours: ['A A A A', 'DEAD1 Init Ign Ok, A Init Ok']
    }))

  await t.test('FO-10 a request waits for a member as long as the balancer\'s timeout', t => same(t, async side => {
    const { result, seconds } = await timed(() => side.ask('GET /waiting'))
    return [result.status, seconds > 0.9 && seconds < 3]
  }, [503, true]))

  await t.test('FO-11 and has it as soon as there is one', t => same(t, async side => {
    const { result, seconds } = await timed(async () => {
      const asked = side.ask('GET /enabled')
      await pause(300)
      await side.set('enabled', 'A', { w_status_D: '0' })
      return asked
    })
    return [result.member, seconds > 0.3 && seconds < 1.9]
  }, ['A', true]))

  await t.test('FO-12 a balancer without members', t => same(t, side => side.picks(1, '/nobody'), '503'))

  await t.test('FO-13 an unknown host name; httpd answers 500 at once, we fail over: nothing was accepted', t =>
    differ(t, side => side.picks(2, '/unknown'), { httpd: '500 A', ours: 'A A' }))

  await t.test('FO-14 a member closes after a GET; httpd answers 502, we ask the next one: a GET may be done twice', t =>
    differ(t, side => closing(side.backends['A'], () => answerAndStates('GET /closing')(side)), {
      httpd: [502, null, 'A Init Ok, B Init Ok'],
      ours: [200, 'B', 'A Init Ok, B Init Ok']
    }))

  await t.test('FO-14 a member closes after a POST', t =>
    same(t, side => closing(side.backends['A'], () => answerAndStates('POST /closingpost', 'body')(side)), [502, null, 'A Init Ok, B Init Ok']))

  await t.test('FO-15 the same on a client connection that is kept; httpd closes it without an answer, we say 502 and mark nobody', t =>
    differ(t, side => secondOnKept(side, 'kept', 'B'), {
      httpd: ['A', null, 'A Init Ok, B Init Err'],
      ours: ['A', 502, 'A Init Ok, B Init Ok']
    }))

  await t.test('FO-16 the same on a member connection that is kept too; httpd closes without an answer, we say 502', t =>
    differ(t, async side => {
      await side.picks(1, '/reused')
      return secondOnKept(side, 'reused', 'A')
    }, { httpd: ['A', null, 'A Init Ok'], ours: ['A', 502, 'A Init Ok'] }))

  await t.test('FO-17 a silent member; httpd says 502, we ask one more member and say 504', t =>
    differ(t, answerAndStates('GET /silent/sleep/3000'), {
      httpd: [502, null, 'A Init Ok, B Init Ok'],
      ours: [504, null, 'A Init Ok, B Init Ok']
    }))

  await t.test('FO-18 with failontimeout both put it in error', t =>
    differ(t, answerAndStates('POST /timeouts/sleep/3000', 'body'), {
      httpd: [502, null, 'A Init Err, B Init Ok'],
      ours: [504, null, 'A Init Err, B Init Ok']
    }))

  await t.test('FO-19 a status of failonstatus is passed on and puts the member in error', t => same(t, async side => {
    const { status, member } = await side.ask('GET /statuses/status/500')
    // httpd marks the member after the answer
    await eventually(async () => await side.figures('statuses', 'Status') === 'A Init Err, B Init Ok')
    return [status, member, await side.picks(2, '/statuses')]
  }, [500, 'A', 'B B']))

  await t.test('FO-20 but not one that ignores errors', t =>
    same(t, answerAndStates('GET /ignored/status/500'), [500, 'A', 'A Init Ign Ok, B Init Ok']))

  await t.test('FO-21 without failonstatus a 503 of the member is an answer like others', t =>
    same(t, answerAndStates('GET /passed/status/503'), [503, 'A', 'A Init Ok, B Init Ok']))

  await t.test('FO-23 max=1: requests wait for the one connection', t => same(t, async side => {
    const { result, seconds } = await timed(() => Promise.all([1, 2, 3].map(() => side.ask('GET /full/sleep/300'))))
    return [...result.map(({ member }) => member), seconds > 0.85]
  }, ['A', 'A', 'A', true]))

  await t.test('FO-25 a disabled member prevents forced recovery', t =>
    same(t, picksAndStates(3, 'halfdisabled', 'Elected'), ['503 503 503', 'DEAD1 Init Err 1, A Init Dis 0']))

  await t.test('FO-26 so do failed health checks', t =>
    same(t, picksAndStates(1, 'unhealthy'), ['503', 'A Init HcFl, B Init HcFl']))

  await t.test('FO-27 an error in the configuration is forgotten at once', t =>
    same(t, picksAndStates(1, 'initial'), ['A', 'A Init Ok, B Init Ok']))

  await t.test('FO-28 a member dies in the middle of its answer: what came is passed on, then the connection ends', t =>
    same(t, async side => {
      const cut = await exchange(side.front.port, bytesOf('GET /short/part', ['Host: localhost'])).catch((error: Error) => error.message)
      return [/HTTP\/1\.1 200 /.test(String(cut)), /Content-Length: 1000/i.test(String(cut)), /seven b"$/.test(String(cut))]
    }, [true, true, true]))

  await t.test('FO-29 a 503 that no member gave; httpd does not say when to come back, we do', t => differ(t, async side => {
    const { status, headers } = await side.ask('GET /alone')
    return [status, headers.includes('retry-after')]
  }, { httpd: [503, false], ours: [503, true] }))
})

t.test('limits of a member', oracle, async t => {
  const { same, differ } = await startPair(t, ['surroundings', 'limits'], ['A', 'B'], answer)

  await t.test('FO-22 no free connection within acquire: the next member; httpd puts the busy one in error, we do not', t => differ(t, async side => {
    const asked = []
    for (let i = 0; i < 3; i++) {
      asked.push(side.ask('GET /busy/sleep/1000'))
      await pause(50)
    }
    const answers = await Promise.all(asked)
    return [answers.map(({ status, member }) => member ?? status), await side.figures('busy', 'Status')]
  }, {
    httpd: [['A', 'B', 503], 'A Init Err, B Init Err Stby'],
    ours: [['A', 'B', 503], 'A Init Ok, B Init Stby Ok']
  }))

  await t.test('FO-24 a member that does not say 100 within ping: the next one', t =>
    same(t, answerAndStates('POST /pinged', 'body'), [200, 'B', 'A Init Err, B Init Ok']))
})

/** A GET, then on the same connection a POST that a member closes: who answered first, the status of the second, what the manager says. */
async function secondOnKept ({ front, backends, figures }: Side, balancer: string, closes: string): Promise<Array<string | number | null>> {
  const client = converse(front.port)
  const first = await client.ask(bytesOf(`GET /${balancer}`, ['Host: localhost']))
  const second = await closing(backends[closes], () =>
    client.ask(bytesOf(`POST /${balancer}`, ['Host: localhost', 'Content-Length: 4'], 'body')))
  client.end()
  return [first?.all('x-backend')[0] ?? null, second?.status ?? null, await figures(balancer, 'Status')]
}
