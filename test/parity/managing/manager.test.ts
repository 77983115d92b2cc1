/** Scripts that drive httpd's balancer-manager drive ours: what is taken, what is ignored, what is answered (BM-01 to BM-18). */
import t from 'tap'
import { bytesOf, exchange } from '../../support/client.ts'
import { hasHttpd, httpdRemedy } from '../../support/httpd.ts'
import { readBalancer } from '../../support/manager-page.ts'
import { startPair } from '../../support/pair.ts'
import type { Side, Story } from '../../support/pair.ts'
import { needs } from '../../support/skip.ts'

const page = '/balancer-manager'
const same = 'http://localhost/balancer-manager'

/** Sends a request as a script does; null: without that header. */
async function send ({ front }: Side, methodAndTarget: string, body = '', referer: string | null = same) {
  const lines = ['Host: localhost', ...(referer === null ? [] : [`Referer: ${referer}`]), ...(body === '' ? [] : [`Content-Length: ${body.length}`])]
  const answer = await exchange(front.port, bytesOf(methodAndTarget, lines, body))
  const text = answer.body.toString()
  return {
    status: answer.status,
    type: (answer.all('content-type')[0] ?? '').replace(/;.*/, ''),
    // Other modules of httpd change their order.
    allow: (answer.all('allow')[0] ?? '').split(',').sort().join(),
    edits: /<h3>(Edit [a-z]+)/.exec(text)?.[1] ?? 'no form',
    text
  }
}

interface Form {
  readonly balancer?: string
  readonly member?: 'A' | 'B' | null
  readonly nonce?: string | null
  readonly referer?: string | null
  readonly before?: string
}

/** Posts fields as they are, behind those that every form has. @returns the status */
async function post (side: Side, fields: string, { balancer = 'edited', member = null, nonce, referer = same, before = '' }: Form = {}): Promise<number> {
  const known = nonce === undefined ? (await readBalancer(side.front.port, balancer)).nonce : nonce
  const w = member === null ? '' : `&w=${urlOf(side, member)}`
  const body = `${before}b=${balancer}${w}${known === null ? '' : `&nonce=${known}`}&${fields}`
  return (await send(side, `POST ${page}`, body, referer)).status
}

function urlOf ({ backends }: Side, member: string): string {
  return `http://127.0.0.1:${backends[member]!.port}`
}

/** What a column of A says after each of some forms that were answered with 200, else the status. */
function columnAfter (column: string, fields: readonly string[]): Story<string> {
  return async side => {
    const values = []
    for (const field of fields) {
      const status = await post(side, field, { member: 'A' })
      const { members } = await readBalancer(side.front.port, 'edited')
      values.push(status === 200 ? members[0]![column]! : String(status))
    }
    return values.join(' | ')
  }
}

/** The same for a cell of the balancer's own table. */
function settingAfter (index: number, fields: readonly string[]): Story<string> {
  return async side => {
    const values = []
    for (const field of fields) {
      await post(side, field)
      const { text } = await send(side, `GET ${page}`)
      const table = /balancer:\/\/edited<\/a>[^]*?<table>([^]*?)<\/table>/.exec(text)![1]!
      values.push([...table.matchAll(/<td>([^]*?)<\/td>/g)][index]![1]!.trim())
    }
    return values.join(' | ')
  }
}

async function factors (side: Side, balancer = 'edited'): Promise<string> {
  return side.figures(balancer, 'Factor')
}

/** One after the other, each upon what the one before left. */
const stories: ReadonlyArray<readonly [name: string, story: Story<string>, expected: string]> = [
  ['BM-01 a form with nonce and Referer is taken', async side => `${await post(side, 'w_lf=5', { member: 'A' })} ${await factors(side)}`, '200 A 5.00, B 1.00'],
  ['BM-02 one without Referer, from another host, with another nonce or none is not, and nobody says so', async side => {
    const statuses = []
    for (const form of [{ referer: null }, { referer: 'http://evil.example/' }, { referer: 'garbage' }, { nonce: 'wrong' }, { nonce: '' }, { nonce: null }]) {
      statuses.push(await post(side, 'w_lf=6', { member: 'A', ...form }))
    }
    return `${statuses.join(' ')} ${await factors(side)}`
  }, '200 200 200 200 200 200 A 5.00, B 1.00'],
  ['BM-02 where scheme, port, path and case of the Referer mean nothing', async side => {
    const factor = []
    for (const [i, referer] of ['https://localhost/', 'http://LOCALHOST:9/x'].entries()) {
      await post(side, `w_lf=${i + 2}`, { member: 'A', referer })
      factor.push(await factors(side))
    }
    return factor.join(' | ')
  }, 'A 2.00, B 1.00 | A 3.00, B 1.00'],
  ['BM-03 ?xml is XML with a Referer only', async side => {
    const types = []
    for (const [query, referer] of [['xml=1', null], ['xml=1', same], ['xml=', same], ['xml=0', same]] as const) types.push((await send(side, `GET ${page}?${query}`, '', referer)).type)
    return types.join(' ')
  }, 'text/html text/xml text/xml text/xml'],
  ['BM-04 a link changes nothing', async side => {
    const { nonce } = await readBalancer(side.front.port, 'edited')
    const { status, edits } = await send(side, `GET ${page}?b=edited&w=${urlOf(side, 'A')}&nonce=${nonce}&w_lf=7`)
    return `${status} ${edits} ${await factors(side)}`
  }, '200 Edit worker A 3.00, B 1.00'],
  ['BM-05 a balancer with nonce=None is never changed', async side => {
    for (const nonce of [null, '', 'None']) await post(side, 'w_lf=5', { balancer: 'open', member: 'A', nonce })
    return factors(side, 'open')
  }, 'A 1.00, B 1.00'],
  ['BM-06 a load factor is 1 to 100, in hundredths', columnAfter('Factor', ['w_lf=0.5', 'w_lf=100.5', 'w_lf=abc', 'w_lf=2.345', 'w_lf=100']), '3.00 | 3.00 | 3.00 | 2.34 | 100.00'],
  ['BM-07 an lbset is 0 to 99, text is 0', columnAfter('Set', ['w_ls=99', 'w_ls=100', 'w_ls=-1', 'w_ls=abc', 'w_ls=3x']), '99 | 99 | 99 | 0 | 3'],
  ['BM-08 a route has 63 characters, a longer one or none clears', columnAfter('Route', ['w_wr=new', `w_wr=${'x'.repeat(63)}`, `w_wr=${'x'.repeat(64)}`, 'w_wr=a', 'w_wr=']), `new | ${'x'.repeat(63)} |  | a | `],
  ['BM-08 and so has a redirect', columnAfter('RouteRedir', ['w_rr=b', `w_rr=${'y'.repeat(64)}`]), 'b | '],
  ['BM-09 a timeout is 0 to 7200', settingAfter(3, ['b_tmo=5', 'b_tmo=7200', 'b_tmo=7201', 'b_tmo=-1', 'b_tmo=abc']), '5 | 7200 | 7200 | 7200 | 0'],
  ['BM-09 attempts are 0 to 99', settingAfter(4, ['b_max=0', 'b_max=99', 'b_max=100', 'b_max=-1', 'b_max=2']), '0 | 99 | 99 | 99 | 2'],
  ['BM-10 a name, two, the same again, none', settingAfter(1, ['b_ss=A|B', 'b_ss=', 'b_ss=-', 'b_ss=NEW']), 'A|B | A|B | (None) | NEW'],
  ['failover is forbidden by any number but 0', settingAfter(2, ['b_sforce=1', 'b_sforce=0', 'b_sforce=2', 'b_sforce=x']), 'On | Off | On | Off'],
  ['only lbmethods that are there are taken', settingAfter(5, ['b_lbm=bytraffic', 'b_lbm=bogus', 'b_lbm=byrequests']), 'bytraffic | bytraffic | byrequests'],
  ['states', columnAfter('Status', ['w_status_D=1', 'w_status_D=abc', 'w_status_N=2', 'w_status_N=0&w_status_I=-1&w_status_H=1', 'w_status_I=0&w_status_H=0&w_status_S=1', 'w_status_S=0&w_status_R=1', 'w_status_R=0&w_status_E=1&w_status_O=0']), 'Init Dis | Init Ok | Init Drn Ok | Init Ign Stby Ok | Init Stop | Init Spar Ok | Init Ok'],
  ['BM-11 a new member needs the check box, comes disabled, and is enabled by a second form', async side => {
    const url = 'http://127.0.0.1:9991'
    const told = []
    for (const fields of [`b_nwrkr=${url}`, `b_nwrkr=${url}&b_wyes=0`, `b_nwrkr=${url}&b_wyes=1`, `w=${url}&w_status_D=0`]) {
      told.push(`${await post(side, fields, { balancer: 'growing' })} ${await side.figures('growing', 'Status')}`)
    }
    return told.join(' | ')
  }, '200 A Init Ok | 200 A Init Ok | 200 A Init Ok, http://127.0.0.1:9991 Init Dis | 200 A Init Ok, http://127.0.0.1:9991 Init Ok'],
  ['BM-12 the same URL, one below, no URL, and one too many are 400', async side => {
    const add = async (url: string, balancer = 'growing') => post(side, `b_nwrkr=${url}&b_wyes=1`, { balancer })
    const statuses = []
    for (const url of ['http://127.0.0.1:9991', 'http://127.0.0.1:9991/sub', 'nonsense', 'http://127.0.0.1:9992', 'http://127.0.0.1:9993', 'http://127.0.0.1:9994']) statuses.push(await add(url))
    return `${statuses.join(' ')}, ${await add('http://127.0.0.1:9995', 'full')}`
  }, '400 400 400 200 200 400, 400'],
  ['BM-13 other methods are 405, and all tell what there is', async side => {
    const told = []
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const { status, allow } = await send(side, `${method} ${page}`)
      told.push(`${status} ${allow}`)
    }
    return `${[...new Set(told)].join(' | ')} | ${(await send(side, `HEAD ${page}`)).status}`
  }, '405 GET,HEAD,OPTIONS,POST,TRACE | 200 GET,HEAD,OPTIONS,POST,TRACE | 200'],
  ['BM-14 the name of a balancer has no case', async side => (await send(side, `GET ${page}?b=EDITED`)).edits, 'Edit balancer'],
  ['which form is shown', async side => {
    const shown = []
    const a = urlOf(side, 'A')
    for (const query of ['', '?b=edited', `?b=edited&w=${a}`, `?b=edited&w=${a}/`, `?b=edited&w=${a}/sub/path`, '?b=edited&w=http://zz', '?b=nope', `?w=${a}`]) shown.push((await send(side, `GET ${page}${query}`)).edits)
    return shown.join(' | ')
  }, 'no form | Edit balancer | Edit worker | Edit worker | Edit worker | Edit balancer | no form | no form'],
  ['BM-17 what begins behind byte 1024 is not read', async side => {
    await post(side, 'w_lf=8', { member: 'A', before: `pad=${'x'.repeat(1100)}&` })
    const behind = await factors(side)
    await post(side, `w_lf=9&pad=${'x'.repeat(1100)}`, { member: 'A' })
    return `${behind} | ${await factors(side)}`
  }, 'A 100.00, B 1.00 | A 9.00, B 1.00'],
  ['BM-18 a plus is a plus, and values are decoded twice', columnAfter('Route', ['w_wr=a+b', 'w_wr=%2541', 'w_wr=x&w_wr=y', 'w_w%72=z']), 'a+b | A | y | z']
]

/** The XML without what each server has in its own way: ports, nonces, threads as default of `max`. */
function comparable (document: string): string {
  return document
    .replace(/:\d{4,5}(?=<)/g, ':port').replace(/(<httpd:port>)\d+/g, '$1port')
    .replace(/(<httpd:nonce>)[-0-9a-f]{36}/g, '$1nonce')
    .replace(/(<httpd:s?max>)\d+/g, '$1max')
}

t.test('the manager', { timeout: 120_000, ...needs('a real Apache httpd', hasHttpd(), httpdRemedy) }, async t => {
  const { same: alike, differ } = await startPair(t, ['surroundings', 'manager'], ['A', 'B'])

  await t.test('the XML is the same, letter by letter', async t => {
    const documents: string[] = []
    await alike(t, async side => {
      const { text, status } = await send(side, `GET ${page}?xml=1`)
      documents.push(comparable(text))
      return status
    }, 200)
    t.equal(documents[0], documents[1])
    t.match(documents[0], '<httpd:retry>30</httpd:retry>')
  })

  for (const [name, story, expected] of stories) await t.test(name, async t => alike(t, story, expected))

  await t.test('who changed what stands in the error log, whatever its level', async t => {
    const told: Story<string[]> = async side => {
      const lines = await side.front.errorLog()
      return lines.flatMap(line => line.includes('loadfactor 1 -> 5') ? line.replace(/^\[[^\]]*\] | \[pid \d+\] \[client 127\.0\.0\.1:\d+\]/g, '').replace(urlOf(side, 'A'), 'A') : [])
    }
    await differ(t, told, { httpd: [], ours: ['[proxy_balancer:notice] 127.0.0.1: balancer://edited A: loadfactor 1 -> 5'] })
  })
})
