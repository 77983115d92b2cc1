import t from 'tap'
import { a, managerApp } from './support/manager-app.ts'

const expressions = [{ name: 'ok234', text: '%{REQUEST_STATUS} =~ /^[234]/' }, { name: 'up', text: '%{HC_BODY} =~ /<up>/' }]
const members = [{ url: a, hcmethod: 'GET', hcinterval: 1, hcpasses: 2, hcfails: 3, hcuri: '/health', hcexpr: 'up' }]
const checked = { balancers: { shop: { members } }, healthChecks: { expressions } }

t.test('where members are checked, the page shows how', async t => {
  const { get } = await managerApp(t, checked)
  const { body } = await get(`?b=shop&w=${a}`)
  t.match(body, '<th>To</th><th>From</th><th>HC Method</th><th>HC Interval</th><th>Passes</th><th>Fails</th><th>HC uri</th><th>HC Expr</th></tr>')
  t.match(body, '<td>GET</td><td>1000ms</td><td>2 (0)</td><td>3 (0)</td><td>/health</td><td>up</td>')
  t.match(body, '<th>Hot Spare</th><th>HC Fail</th><th>Stopped</th>')
  t.match(body, "name='w_status_C' id='w_status_C1'")
  t.match(body, [
    "<table><tr><th colspan='2'>Health check cond. expressions:</th></tr>", '<tr><th>Expr name</th><th>Expression</th></tr>',
    '<tr><td>ok234</td><td>%{REQUEST_STATUS} &#61;~ /^[234]/</td></tr>', '<tr><td>up</td><td>%{HC_BODY} &#61;~ /&#60;up&#62;/</td></tr>', '</table><hr/>'
  ].join('\n'))
  const fields = [...body.matchAll(/<tr><td>([^<]+)<\/td><td><(select|input) name='(w_h.)'/g)].map(([, label, , name]) => `${name} ${label}`)
  t.same(fields, ['w_hm Method', 'w_he Expr', 'w_hi Interval (ms)', 'w_hp Passes trigger', 'w_hf Fails trigger)', 'w_hu HC uri'])
  t.same([...body.matchAll(/<option value='([^']*)' selected >/g)].map(([, value]) => value), ['GET', 'up'])
  t.same([...body.matchAll(/<option value='([^']*)' /g)].map(([, value]) => value), [
    'NONE', 'TCP', 'OPTIONS', 'HEAD', 'GET', 'OPTIONS11', 'HEAD11', 'GET11', '', 'ok234', 'up'
  ])
})

t.test('without expressions there is nothing to choose from', async t => {
  const { get } = await managerApp(t, { balancers: { shop: { members: [{ url: a }] } }, healthChecks: { expressions: [] } })
  const { body } = await get(`?b=shop&w=${a}`)
  t.notMatch(body, 'w_he')
  t.notMatch(body, 'cond. expressions')
  t.match(body, '<td>NONE</td><td>30000ms</td><td>1 (0)</td><td>1 (0)</td><td></td><td></td>')
})

t.test('a form that is looked at first shows what was sent, and what that would change', async t => {
  const { balancers, submit } = await managerApp(t, checked)
  const { body } = await submit(balancers.get('shop'), `w=${a}&w_hm=HEAD&w_he=&w_hi=500&w_hp=2&w_status_C=1&preview=1`)
  t.match(body, "<select name='w_hm' class=changed aria-label=\"Method\">")
  t.match(body, "<option value='HEAD' selected >")
  t.match(body, "<input name='w_hi' id='w_hi' type='text' value=\"500\" class=changed aria-label")
  t.match(body, "<input name='w_hp' id='w_hp' type='text' value=\"2\" aria-label")
  t.match(body.replaceAll(/<[^>]*>/g, ' '), /HC Method\s+GET\s.*HEAD/s)
  t.match(body, '500 ms')
  t.match(balancers.get('shop').members[0], { hcmethod: 'GET', hcinterval: 1_000 })
})

t.test('where nobody checks members, nothing of it is there, and nothing can be set', async t => {
  const { balancers, get, submit } = await managerApp(t)
  t.notMatch((await get(`?b=shop&w=${a}`)).body, /HC (?:Method|Fail)|w_h/)
  await submit(balancers.get('shop'), `w=${a}&w_hm=GET`)
  t.equal(balancers.get('shop').members[0]!.hcmethod, 'NONE')
})

const outcomes: ReadonlyArray<readonly [fields: string, outcome: object]> = [
  ['w_hm=head11', { hcmethod: 'HEAD11', hcexpr: 'up' }],
  ['w_hm=CPING', { hcmethod: 'GET' }],
  ['w_hm=TCP&w_he=up', { hcmethod: 'TCP', hcexpr: '' }],
  ['w_hm=none&w_he=ok234', { hcmethod: 'NONE', hcexpr: '' }],
  ['w_he=ok234', { hcexpr: 'ok234' }],
  ['w_he=', { hcexpr: '' }],
  ['w_he=nope', { hcexpr: '' }],
  ['w_hi=500', { hcinterval: 500 }],
  ['w_hi=2s', { hcinterval: 2_000 }],
  ['w_hi=99', { hcinterval: 1_000 }],
  ['w_hi=x', { hcinterval: 1_000 }],
  ['w_hp=5', { hcpasses: 5 }],
  ['w_hp=0', { hcpasses: 2 }],
  ['w_hf=7', { hcfails: 7 }],
  ['w_hf=-1', { hcfails: 3 }],
  ['w_hu=/new', { hcuri: '/new' }],
  [`w_hu=${'/'.repeat(64)}`, { hcuri: '' }],
  ['w_hu=', { hcuri: '' }]
]
for (const [fields, outcome] of outcomes) {
  t.test(`takes ${fields.slice(0, 20)} as httpd does`, async t => {
    const { balancers, submit } = await managerApp(t, checked)
    const response = await submit(balancers.get('shop'), `w=${a}&${fields}`)
    t.equal(response.statusCode, 200)
    t.match(balancers.get('shop').members[0], outcome)
  })
}
