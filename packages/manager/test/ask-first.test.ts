import { answered, control, fail, sessionBegan } from '@fastify-balancer/core'
import t from 'tap'
import { a, b, managerApp } from './support/manager-app.ts'
import type { ManagerApp } from './support/manager-app.ts'

const words = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim()

async function ask ({ app, balancers }: ManagerApp, fields: string, headers: Record<string, string> = {}) {
  const { nonce } = balancers.get('shop')
  return app.inject({
    method: 'POST',
    url: '/balancer-manager/preview',
    headers: { host: 'proxy.test', referer: 'http://proxy.test/balancer-manager', 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: `b=shop&nonce=${nonce}&${fields}`
  })
}

const sticky = { shop: { stickysession: 'S', growth: 1, members: [{ url: a, route: 'a' }, { url: b, route: 'b', loadfactor: 3 }] } }

t.test('a preview tells what would change, and what that would do', async t => {
  const manager = await managerApp(t, { balancers: sticky })
  const [first] = manager.balancers.get('shop').members
  for (let i = 0; i < 3; i++) sessionBegan(first!)
  const drain = await ask(manager, `w=${a}&w_status_N=1`)
  t.equal(drain.statusCode, 200)
  t.equal(words(drain.body), 'Not applied yet: 1 change Draining Mode Off → On Share of new sessions, of a thousand elections made now and with it: a 25 % → 0 % b 75 % → 100 % No session moves: 3 stay.')
  t.match(words((await ask(manager, `w=${a}&w_status_D=1&w_lf=2`)).body), /2 changes Disabled Off → On Load factor 1 → 2 .* 3 sessions fail over with the next request; what they hold/)
  t.match(words((await ask(manager, `remove=${a}`)).body), `Member ${a} → none Share of new sessions, of a thousand elections made now and with it: b 75 % → 100 % 3 sessions fail over`)
  t.match(words((await ask(manager, 'b_nwrkr=http://c&b_wyes=1')).body), 'Member none → http://c')
  t.match(words((await ask(manager, 'b_ss=-&b_tmo=5&b_sforce=1')).body), '3 changes Timeout 0 → 5 Disable Failover Off → On Sticky Session S → none')
  t.equal(words((await ask(manager, `w=${a}&w_lf=1`)).body), 'Nothing would change')
  t.match(words((await ask(manager, `w=${a}&w_status_C=1`)).body), 'HC Fail Off → On')
  t.equal(first!.flags, 1, 'nothing was changed')
  t.equal(manager.balancers.get('shop').recent.count().lbmethod, 0)
})

t.test('a preview says what is not possible, and what nobody may want', async t => {
  const manager = await managerApp(t, { balancers: sticky })
  t.match(words((await ask(manager, `b_nwrkr=${a}&b_wyes=1`)).body), /^Not possible .* exists already|^Not possible .*/)
  const { balancers } = manager
  control(balancers, { balancer: 'shop', member: b, set: { status: '+D' } }, 'ann', 0)
  t.match(words((await ask(manager, `w=${a}&w_status_N=1`)).body), 'No member would be left for new sessions: they get 503. No session is known here.')
  fail(balancers.get('shop').members[0]!, Date.now(), 'refused')
  t.match(words((await ask(manager, `w=${a}&w_status_D=1`)).body), 'No session is known here.')
})

t.test('elections by busyness reckon with how long members take', async t => {
  const manager = await managerApp(t)
  const [first, second] = manager.balancers.get('shop').members
  for (let i = 0; i < 10; i++) {
    answered(first!, 3_000, 200)
    answered(second!, 2, 200)
  }
  const { body } = await ask(manager, 'b_lbm=bybusyness')
  t.match(words(body), /LBmethod byrequests → bybusyness .*b 50 % → 67 % a 50 % → 33 %/)
  t.match(words(body), /Busy: a from about 2 to 1/)
  t.notMatch(body, 'No session')
})

t.test('a balancer of many members is not rehearsed', async t => {
  const manager = await managerApp(t, { balancers: { shop: { members: Array.from({ length: 501 }, (_, i) => ({ url: `http://m${i}` })) } } })
  t.equal(words((await ask(manager, 'w=http://m3&w_status_N=1')).body), 'Not applied yet: 1 change Draining Mode Off → On')
  t.equal(words((await ask(manager, 'b_max=3')).body), 'Not applied yet: 1 change Failover Attempts none → 3')
})

t.test('a preview is of a balancer, and for pages of this site', async t => {
  const manager = await managerApp(t, { balancers: sticky })
  const foreign = await ask(manager, `w=${a}&w_status_N=1`, { referer: 'http://evil.test/' })
  t.equal(foreign.statusCode, 404)
  t.match(foreign.json(), { code: 'FST_BALANCER_MANAGER_NO_BALANCER' })
})

t.test('without a script the form itself can be looked at first, with nothing lost', async t => {
  const manager = await managerApp(t, { balancers: sticky })
  const { submit, balancers } = manager
  const { body } = await submit(balancers.get('shop'), `w=${a}&w_lf=2.00&w_ls=0&w_wr=z&w_status_N=1&w_status_D=0&preview=1`)
  t.match(body, '<h4 id="pre-h">Not applied yet: 3 changes</h4>')
  t.match(body, 'value="2.00" class=changed')
  t.match(body, 'value="z" class=changed')
  t.match(body, 'value="0" aria-label="LB Set"')
  t.match(body, 'id=\'w_status_N1\' value=\'1\' type=radio checked aria-label="Draining Mode on" class=changed')
  t.equal(balancers.get('shop').members[0]!.lbfactor, 100)
  const { body: ofBalancer } = await submit(balancers.get('shop'), 'b_lbm=bybusyness&b_sforce=1&b_nwrkr=http://c&b_wyes=1&preview=1')
  t.match(ofBalancer, 'autofocus class=changed>')
  t.match(ofBalancer, '<option value=\'bybusyness\' selected >')
  t.match(ofBalancer, 'size=32 type=text value="http://c"')
  t.match(ofBalancer, 'value=\'1\' aria-label="Are you sure?" checked>')
  t.match(ofBalancer, '<h4 id="pre-h">Not applied yet: 3 changes</h4>')
  t.match((await submit(balancers.get('shop'), 'preview=1')).body, 'Nothing would change')
})

t.test('members can be removed, and edits undone', async t => {
  const { submit, balancers, get } = await managerApp(t, { balancers: sticky })
  const shop = balancers.get('shop')
  t.match((await get('?b=shop')).body, `name="remove" value="${b}" class="danger" aria-label="Remove b"`)
  await submit(shop, `remove=${b}`)
  t.same(shop.members.map(({ url }) => url), [a])
  await submit(shop, `w=${a}&w_lf=5`)
  const { body } = await get(`?b=shop&w=${a}`)
  t.match(words(body), /Edits here loadfactor 1 → 5 Undo \d\d:\d\d:\d\d by 127\.0\.0\.1 \(page\)/)
  const id = /name="undo" value="(\d+)"/.exec(body)![1]
  const { body: undone } = await submit(shop, `undo=${id}`)
  t.equal(shop.members[0]!.lbfactor, 100)
  t.notMatch(undone, `value="${id}"`, 'it cannot be undone twice')
  t.match(words(undone), '(undo)')
})

t.test('who is still on a draining member', async t => {
  const { get, balancers } = await managerApp(t, { balancers: sticky })
  control(balancers, { balancer: 'shop', member: a, set: { status: '+N' }, note: 'release 4.2' }, 'ann', Date.now())
  t.notMatch((await get(`?b=shop&w=${a}`)).body, 'Who is still here')
  balancers.sessions.add({ look: () => null, ages: members => new Map(members.map(member => [member, [12, 9, 0, 0, 3]])) })
  t.match(words((await get(`?b=shop&w=${a}`)).body), 'Who is still here: 24 sessions Last seen under 1 min 12 1 to 5 min 9 5 to 15 min 0 15 to 30 min 0 longer ago 3')
  t.match(words((await get(`?b=shop&w=${a}`)).body), 'Edits here status Ok → Drn Ok')
  t.match(words((await get()).body), /a draining by ann: “release 4\.2”/)
})
