import { once } from 'node:events'
import t from 'tap'
import { a, b, managerApp } from './support/manager-app.ts'

const w = `w=${a}`

t.test('a member\'s form', async t => {
  t.test('sets what it says, in one change', async t => {
    const { balancers, submit } = await managerApp(t)
    const shop = balancers.get('shop')
    const changed = once(balancers.events, 'change')
    const response = await submit(shop, `${w}&w_lf=5&w_ls=2&w_wr=x&w_rr=b&w_status_D=1`)
    t.equal(response.statusCode, 200)
    t.match(shop.members[0], { lbfactor: 500, lbset: 2, route: 'x', redirect: 'b' })
    t.match(response.body, '<td>x</td><td>b</td><td>5.00</td><td>2</td><td>Init Dis </td>')
    const [applied] = await changed
    t.match(applied, { by: '127.0.0.1', after: { lbfactor: 500, route: 'x' } })
  })

  t.test('changes nothing when it repeats what it shows', async t => {
    const { balancers, submit } = await managerApp(t)
    const shop = balancers.get('shop')
    balancers.events.on('change', () => t.fail('changed'))
    await submit(shop, `${w}&w_lf=1.00&w_ls=0&w_wr=a&w_rr=`)
    t.match(shop.members[0], { lbfactor: 100, route: 'a', redirect: '' })
  })

  const outcomes: ReadonlyArray<readonly [fields: string, outcome: object]> = [
    ['w_lf=0.5', { lbfactor: 100 }],
    ['w_lf=100.5', { lbfactor: 100 }],
    ['w_lf=abc', { lbfactor: 100 }],
    ['w_lf=2.345', { lbfactor: 234 }],
    ['w_ls=99', { lbset: 99 }],
    ['w_ls=100', { lbset: 3 }],
    ['w_ls=-1', { lbset: 3 }],
    ['w_ls=abc', { lbset: 0 }],
    ['w_ls=5x', { lbset: 5 }],
    [`w_wr=${'x'.repeat(63)}`, { route: 'x'.repeat(63) }],
    [`w_wr=${'x'.repeat(64)}`, { route: '' }],
    ['w_wr=', { route: '' }],
    [`w_rr=${'x'.repeat(64)}`, { redirect: '' }],
    ['w_wr=a+b', { route: 'a+b' }],
    ['w_wr=%2541', { route: 'A' }],
    ['w_wr=x&w_wr=y', { route: 'y' }],
    ['w_zz=1', { route: 'a' }]
  ]
  for (const [fields, outcome] of outcomes) {
    t.test(`takes ${fields.slice(0, 16)} as httpd does`, async t => {
      const { balancers, submit } = await managerApp(t, { balancers: { shop: { members: [{ url: a, route: 'a', redirect: 'b', lbset: 3 }] } } })
      const shop = balancers.get('shop')
      const response = await submit(shop, `${w}&${fields}`)
      t.equal(response.statusCode, 200)
      t.match(shop.members[0], outcome)
    })
  }

  t.test('switches the states that httpd lets it', async t => {
    const { balancers, submit } = await managerApp(t)
    const shop = balancers.get('shop')
    const words = { I: 'Init Ign Ok ', N: 'Init Drn Ok ', D: 'Init Dis ', H: 'Init Stby Ok ', R: 'Init Spar Ok ', S: 'Init Stop ', C: 'Init HcFl ' }
    for (const [letter, word] of Object.entries(words)) {
      for (const on of ['1', '2', '-1']) {
        const { body } = await submit(shop, `${w}&w_status_${letter}=${on}`)
        t.match(body, `<td>${word}</td>`, `${letter}=${on}`)
      }
      for (const off of ['0', 'abc']) {
        const { body } = await submit(shop, `${w}&w_status_${letter}=${off}`)
        t.notMatch(body, `<td>${word}</td>`, `${letter}=${off}`)
      }
    }
    for (const letter of 'OGUEF') await submit(shop, `${w}&w_status_${letter}=1`)
    t.match((await submit(shop, '')).body, '<td>Init Ok </td>', 'but no others')
  })

  t.test('tells the log which field it ignored', async t => {
    const lines: string[] = []
    const { balancers, submit } = await managerApp(t, { server: { logger: { level: 'debug', stream: { write: line => lines.push(line) } } } })
    await submit(balancers.get('shop'), `${w}&w_lf=abc&b_lbm=bogus`)
    const told = lines.map(line => JSON.parse(line)).filter(({ field }) => field !== undefined)
    t.match(told, [
      { level: 20, module: 'proxy_balancer', field: 'w_lf', value: 'abc', msg: 'ignoring w_lf: loadfactor must be a number from 1 to 100' },
      { field: 'b_lbm', value: 'bogus', msg: 'ignoring b_lbm: lbmethod must be one of bybusyness, bylatency, byrequests, bysessions, bysource, bytraffic, heartbeat' }
    ])
  })
})

t.test('a balancer\'s form', async t => {
  t.test('sets what it says', async t => {
    const { balancers, submit } = await managerApp(t)
    const shop = balancers.get('shop')
    const { body } = await submit(shop, 'b_lbm=bytraffic&b_tmo=5&b_max=2&b_sforce=1&b_ss=SESSION')
    t.match(shop, { timeout: 5_000, maxattempts: 2, nofailover: true, stickysession: { cookie: 'SESSION', path: 'SESSION' } })
    t.equal(shop.lbmethod.name, 'bytraffic')
    t.match(body, '<td>SESSION</td><td>On</td>\n<td>5</td><td>2</td>\n<td>bytraffic</td>')
  })

  t.test('keeps maxattempts computed when it repeats what it shows', async t => {
    const { balancers, submit } = await managerApp(t)
    const shop = balancers.get('shop')
    await submit(shop, 'b_max=1&b_tmo=0&b_sforce=0&b_ss=&b_lbm=byrequests')
    t.equal(shop.maxattempts, null)
  })

  const outcomes: ReadonlyArray<readonly [fields: string, outcome: object]> = [
    ['b_lbm=bogus', { lbmethod: { name: 'byrequests' } }],
    ['b_tmo=0', { timeout: 0 }],
    ['b_tmo=7200', { timeout: 7_200_000 }],
    ['b_tmo=7201', { timeout: 3_000 }],
    ['b_tmo=-1', { timeout: 3_000 }],
    ['b_tmo=500ms', { timeout: 500 }],
    ['b_tmo=4x', { timeout: 4_000 }],
    ['b_max=0', { maxattempts: 0 }],
    ['b_max=99', { maxattempts: 99 }],
    ['b_max=100', { maxattempts: 5 }],
    ['b_max=-1', { maxattempts: 5 }],
    ['b_sforce=2', { nofailover: true }],
    ['b_sforce=x', { nofailover: false }],
    ['b_ss=A|B', { stickysession: { cookie: 'A', path: 'B' } }],
    ['b_ss=-', { stickysession: null }],
    ['b_ss=', { stickysession: { cookie: 'OLD', path: 'OLD' } }],
    [`b_ss=${'x'.repeat(62)}`, { stickysession: { cookie: 'x'.repeat(62) } }],
    [`b_ss=${'x'.repeat(63)}`, { stickysession: { cookie: 'OLD' } }]
  ]
  for (const [fields, outcome] of outcomes) {
    t.test(`takes ${fields.slice(0, 16)} as httpd does`, async t => {
      const { balancers, submit } = await managerApp(t, { balancers: { shop: { timeout: 3, maxattempts: 5, stickysession: 'OLD' } } })
      const shop = balancers.get('shop')
      const response = await submit(shop, fields)
      t.equal(response.statusCode, 200)
      t.match(shop, outcome)
    })
  }

  t.test('switches failover back on', async t => {
    const { balancers, submit } = await managerApp(t, { balancers: { shop: { nofailover: true } } })
    const shop = balancers.get('shop')
    await submit(shop, 'b_sforce=1')
    t.equal(shop.nofailover, true)
    await submit(shop, 'b_sforce=0')
    t.equal(shop.nofailover, false)
  })

  t.test('works in a request that selects a member, after the member\'s own fields', async t => {
    const { balancers, submit } = await managerApp(t)
    const shop = balancers.get('shop')
    const order: string[] = []
    balancers.events.on('change', ({ change }) => order.push('member' in change ? 'member' : 'balancer'))
    await submit(shop, `b_max=7&${w}&w_lf=2`)
    t.strictSame(order, ['member', 'balancer'])
  })
})

t.test('a new member', async t => {
  const growing = { shop: { growth: 3, members: [{ url: a }] } }

  t.test('comes disabled, and is enabled by a second form', async t => {
    const { balancers, submit } = await managerApp(t, { balancers: growing })
    const shop = balancers.get('shop')
    await submit(shop, `b_nwrkr=${b}`)
    await submit(shop, `b_nwrkr=${b}&b_wyes=0`)
    t.equal(shop.members.length, 1, 'nothing without the check box')
    const { body } = await submit(shop, `b_nwrkr=${b}&b_wyes=1`)
    t.match(body, '<td>4 [2 Used]</td>')
    t.match(body, '<td>Init Dis </td>')
    await submit(shop, `w=${b}&w_status_D=0`)
    t.equal(shop.members.length, 2)
    t.notMatch((await submit(shop, '')).body, 'Init Dis')
  })

  t.test('is not asked for by an empty field', async t => {
    const { balancers, submit } = await managerApp(t, { balancers: growing })
    t.equal((await submit(balancers.get('shop'), 'b_nwrkr=&b_wyes=1')).statusCode, 200)
  })

  t.test('is refused when it is there already', async t => {
    const { balancers, submit } = await managerApp(t, { balancers: growing })
    const shop = balancers.get('shop')
    for (const url of [a, `${a}/`, `${a}/sub`]) {
      const response = await submit(shop, `b_max=9&b_nwrkr=${url}&b_wyes=1`)
      t.equal(response.statusCode, 400)
      t.match(response.headers['content-type'], 'text/html')
      t.match(response.body, `The worker was not added: balancer://shop member ${a} is already defined`)
    }
    t.equal(shop.members.length, 1)
    t.equal(shop.maxattempts, 9, 'while what was asked besides has taken place')
  })

  t.test('is refused when no slot is free', async t => {
    const lines: string[] = []
    const { submit, balancers } = await managerApp(t, { server: { logger: { level: 'error', stream: { write: line => lines.push(line) } } } })
    const response = await submit(balancers.get('shop'), 'b_nwrkr=http://10.0.0.3&b_wyes=1')
    t.equal(response.statusCode, 400)
    t.match(response.body, 'no free slot')
    t.match(JSON.parse(lines[0]!), { ah: 'AH10163', module: 'proxy_balancer', err: { code: 'FST_BALANCER_NO_FREE_SLOT' } })
  })

  t.test('is refused when its URL is none', async t => {
    const lines: string[] = []
    const { submit, balancers } = await managerApp(t, { balancers: growing, server: { logger: { level: 'error', stream: { write: line => lines.push(line) } } } })
    const response = await submit(balancers.get('shop'), 'b_nwrkr=<b>&b_wyes=1')
    t.equal(response.statusCode, 400)
    t.match(response.body, 'not &#34;&#60;b&#62;&#34;')
    t.match(JSON.parse(lines[0]!), { ah: 'AH10164' })
  })
})

t.test('nothing is changed', async t => {
  t.test('without the balancer\'s nonce', async t => {
    const { balancers, post } = await managerApp(t)
    const shop = balancers.get('shop')
    for (const nonce of ['', '&nonce=', '&nonce=wrong', `&nonce=${shop.nonce}x`]) {
      const response = await post(`b=shop&${w}&w_lf=5${nonce}`)
      t.equal(response.statusCode, 200)
      t.equal(shop.members[0]!.lbfactor, 100)
    }
  })

  t.test('but a form that is stale says so, keeps what was entered, and has the nonce now', async t => {
    const { balancers, post } = await managerApp(t, { balancers: { shop: { growth: 1, members: [{ url: a, route: 'a' }] } } })
    const { nonce } = balancers.get('shop')
    const { body } = await post(`b=shop&${w}&nonce=old&w_lf=5&w_wr=new&w_status_D=1`)
    t.match(body, /role="alert"><b>This form is stale/)
    t.match(body, /name='w_lf' [^>]*value="5"/)
    t.match(body, /name='w_wr' [^>]*value="new"/)
    t.match(body, /id='w_status_D1' value='1' type=radio checked/)
    t.match(body, `name='nonce' id='nonce' value='${nonce}'`)
    t.match((await post('b=shop&nonce=old&b_max=7')).body, /This form is stale[^]*name='nonce'/)
    for (const fields of ['b=shop&nonce=old', `b=shop&nonce=${nonce}&b_max=7`, 'b=nope&b_max=7']) t.notMatch((await post(fields)).body, 'stale', fields)
  })

  t.test('of a balancer with nonce=None', async t => {
    const { balancers, post } = await managerApp(t, { balancers: { shop: { nonce: 'None', members: [{ url: a }] } } })
    t.match((await post(`b=shop&${w}&w_lf=5`)).body, 'Nothing was changed: a balancer with nonce&#61;None')
    await post(`b=shop&${w}&w_lf=5&nonce=`)
    t.equal(balancers.get('shop').members[0]!.lbfactor, 100)
  })

  t.test('unless nonces are not checked then', async t => {
    const { balancers, post } = await managerApp(t, { balancers: { shop: { nonce: 'None', members: [{ url: a }] } }, options: { uncheckedNonce: true } })
    await post(`b=shop&${w}&w_lf=5`, { referer: 'http://evil.example/' })
    t.equal(balancers.get('shop').members[0]!.lbfactor, 100)
    await post(`b=shop&${w}&w_lf=5`)
    t.equal(balancers.get('shop').members[0]!.lbfactor, 500)
  })

  t.test('of a balancer or member that does not exist', async t => {
    const { balancers, post, submit } = await managerApp(t)
    const shop = balancers.get('shop')
    balancers.events.on('change', () => t.fail('changed'))
    t.equal((await post(`b=nope&${w}&w_lf=5&nonce=${shop.nonce}`)).statusCode, 200)
    t.equal((await submit(shop, 'w=http://zz&w_lf=5')).statusCode, 200)
  })

  t.test('by a link', async t => {
    const { balancers, get } = await managerApp(t)
    const shop = balancers.get('shop')
    await get(`?b=shop&${w}&nonce=${shop.nonce}&w_lf=7`)
    t.equal(shop.members[0]!.lbfactor, 100)
  })
})

t.test('a change that fails for another reason is an error of the server', async t => {
  const { balancers, submit } = await managerApp(t)
  balancers.events.on('change', () => { throw new Error('disk full') })
  const response = await submit(balancers.get('shop'), `${w}&w_lf=5`)
  t.equal(response.statusCode, 500)
})
