/**
 * What is written for httpd's page reads the same from ours: by column, by position, by line, by regular expression. Each rule
 * is that of a published client (Ansible's apache2_mod_proxy, py-httpd-manager, Apache::BalancerManager, balancer-cli, Zabbix
 * templates, shell scripts), said in our own words.
 */
import type { BalancerOptions } from '@fastify-balancer/core'
import t from 'tap'
import { managerApp } from '../support/manager-app.ts'

const balancers: Readonly<Record<string, BalancerOptions>> = {
  apicluster: {
    stickysession: 'JSESSIONID|jsessionid',
    members: [
      { url: 'http://api1.lan:8080', route: 'api1' }, { url: 'http://api2.lan:8080/app', route: 'api2', status: '+N' },
      { url: 'http://api3.lan:8080', route: 'api3', status: '+H', loadfactor: 2.5 }, { url: 'http://api4.lan', status: '+D' }
    ]
  },
  shop: { growth: 2, members: [{ url: 'http://shop1.lan:3000' }, { url: 'https://shop2.lan:3000' }] }
}
const names = Object.keys(balancers)
const members = names.map(name => balancers[name]!.members!.map(({ url }) => url))
const all = members.flat()
const settingsHeadings = ['MaxMembers', 'StickySession', 'DisableFailover', 'Timeout', 'FailoverAttempts', 'Method', 'Path', 'Active']
const memberHeadings = ['Worker URL', 'Route', 'RouteRedir', 'Factor', 'Set', 'Status', 'Elected', 'Busy', 'Load', 'To', 'From']

interface Node {
  readonly name: string
  readonly attributes: string
  readonly children: Node[]
  text: string
}

const empty = /^(?:br|hr|input|meta|link|!doctype)$/

/** Enough of a parser for pages that close what they open, but for options. */
function parse (html: string): Node {
  const root: Node = { name: '', attributes: '', children: [], text: '' }
  const open = [root]
  for (const [, text, closing, name, attributes] of html.matchAll(/([^<]*)(?:<(\/?)([!\w]+)((?:"[^"]*"|'[^']*'|[^>"'])*)>)?/g)) {
    for (const node of open) node.text += text!.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))).replaceAll('&amp;', '&')
    if (name === undefined) continue
    const tag = name.toLowerCase()
    if (tag === 'option' && open.at(-1)!.name === 'option') open.pop()
    if (closing === '/') {
      while (open.at(-1)!.name !== tag && open.length > 1) open.pop()
      open.pop()
      continue
    }
    const node: Node = { name: tag, attributes: attributes!.trim(), children: [], text: '' }
    open.at(-1)!.children.push(node)
    if (!empty.test(tag) && !attributes!.endsWith('/')) open.push(node)
  }
  return root
}

function find (node: Node, name: string): Node[] {
  return node.children.flatMap(child => [...child.name === name ? [child] : [], ...find(child, name)])
}

const kinds: ReadonlyArray<readonly [kind: string, query: string, tail: readonly string[], fields: readonly string[]]> = [
  ['main', '', [], []],
  ['member', '?b=apicluster&w=http://api2.lan:8080/app', ['h3', 'form', 'hr', 'form', 'form'], ['w_lf', 'w_ls', 'w_wr', 'w_rr', 'w_status_I', 'w_status_N', 'w_status_D', 'w_status_H', 'w_status_R', 'w_status_S', 'w', 'b', 'nonce']],
  ['balancer', '?b=shop', ['h3', 'form', 'hr', 'form', 'form'], ['b_lbm', 'b_tmo', 'b_max', 'b_sforce', 'b_ss', 'b_nwrkr', 'b_wyes', 'b', 'nonce']]
]

for (const [kind, query, tail, fields] of kinds) {
  t.test(`the page with the form of: ${kind}`, async t => {
    const { get } = await managerApp(t, { balancers })
    const raw = (await get(query)).body
    const page = parse(raw)
    const [body] = find(page, 'body')
    const tables = body!.children.filter(({ name }) => name === 'table')

    t.test('its head tells what clients ask first', async t => {
      t.same(find(page, 'title').map(({ text }) => text), ['Balancer Manager'])
      t.same(find(page, 'h1').map(({ text }) => text), ['Load Balancer Manager for proxy.test'])
      const facts = find(page, 'dt').map(({ text }) => text)
      t.match(facts.slice(0, 2), [/^Server Version: Apache\/2\.4\.\d+ .*OpenSSL\/\d/, /^Server Built: \d{4}-\d\d-\d\dT/])
      t.match(facts.slice(2), [/^Balancer changes will /, 'Balancers are inherited from main server.', 'ProxyPass settings are inherited from main server.'])
      t.match(raw.toUpperCase(), /SERVER VERSION: APACHE\/2\.4\.\d+/)
      t.same(find(page, 'dl').length, 1)
    })

    t.test('httpd\'s elements are children of body, in httpd\'s order, and bare', async t => {
      const own = /^(?:h1|dl|hr|h3|table|br|form|a|i|select|input)$/
      t.same(body!.children.map(({ name }) => name).filter(name => own.test(name)), ['h1', 'dl', ...names.flatMap(() => ['hr', 'h3', 'table', 'br', 'table']), 'hr', ...tail])
      for (const name of ['h1', 'h3', 'dl', 'dt', 'table', 'tr', 'th', 'td']) {
        const nodes = find(body!, name).filter(({ attributes }) => !attributes.startsWith('class="lane'))
        const inForms = find(body!, 'form').flatMap(form => find(form, name))
        t.same(nodes.filter(node => node.attributes !== '' && !inForms.includes(node)).length, 0, name)
      }
      for (const name of ['tbody', 'thead', 'i', 'img', 'style'] as const) t.equal(find(body!, name).length, 0, name)
      t.equal(raw.split('</style>').length, 2)
      t.notMatch(raw, /<!--|<[^>]*\s(?:on\w+|style)=/)
    })

    t.test('columns are found by name, and rows by the host of their member', async t => {
      for (const [n, name] of names.entries()) {
        const [settings, rows] = tables.slice(n * 2, n * 2 + 2).map(table => find(table, 'tr')) as [Node[], Node[]]
        const cells = (row: Node, tag: string) => row.children.filter(child => child.name === tag).map(({ text }) => text)
        t.same(cells(settings[0]!, 'th'), settingsHeadings)
        t.same(cells(settings[1]!, 'td').length, settingsHeadings.length)
        t.same(cells(rows[0]!, 'th'), memberHeadings)
        t.same(cells(rows[0]!, 'td'), [])
        t.same(rows.slice(1).map(row => cells(row, 'td')[0]), members[n])
        for (const [m, row] of rows.slice(1).entries()) {
          t.equal(cells(row, 'td').length, memberHeadings.length + 1, 'one cell more than httpd\'s, behind them')
          const host = new URL(members[n]![m]!).hostname
          t.same(rows.slice(1).filter(({ text }) => text.includes(host)), [row], `${host} is named in its own row only`)
        }
        t.equal(find(body!, 'h3')[n]!.text.split(' [')[0], `LoadBalancer Status for balancer://${name}`)
      }
    })

    t.test('every link is httpd\'s', async t => {
      const links = find(body!, 'a').map(({ attributes }) => /href="([^"]*)"/.exec(attributes)![1]!.replaceAll('&amp;', '&'))
      t.equal(links.length, names.length + all.length)
      const read = links.map(link => /b=([\w.-]+)&w=(https?):\/\/([\w.-]+):?(\d*)([/\w.-]*)&nonce=[-0-9a-f]{36}$/.exec(link)).filter(found => found !== null)
      t.same(read.map(([, , scheme, host, port, path]) => `${scheme}://${host}${port === '' ? '' : `:${port}`}${path}`), all)
      for (const url of all) t.ok(new RegExp(`<td><a href="/balancer-manager\\?b=\\w+&amp;w=${url}&amp;nonce=[-0-9a-f]{36}">${url}</a></td>`).test(raw), url)
    })

    t.test('lines are found by their texts', async t => {
      const lines = raw.split('\n')
      for (const [n, name] of names.entries()) {
        const found = lines.filter(line => line.includes(`b=${name}`) && !line.includes('LoadBalancer Status'))
        t.same(found.map(line => /w=([^&"]*)/.exec(line)?.[1]), members[n])
      }
      t.same(lines.filter(line => line.includes('LoadBalancer Status for')).map(line => /balancer:\/\/(\w+)<\/a>/.exec(line)?.[1]), names)
      t.same(raw.match(/Init [A-Za-z ]*/g), ['Init Ok ', 'Init Drn Ok ', 'Init Stby Ok ', 'Init Dis ', 'Init Ok ', 'Init Ok '])
      for (const headings of [settingsHeadings, memberHeadings]) t.match(raw, `<tr><th>${headings.join('</th><th>')}</th></tr>`)
    })

    t.test('forms have httpd\'s fields, and Enter means Submit', async t => {
      const named = find(body!, 'form').flatMap(form => [...find(form, 'input'), ...find(form, 'select')]).map(({ attributes }) => /name=["']?(\w+)/.exec(attributes)?.[1])
      t.same([...new Set(named.filter(name => name !== undefined))].sort(), [...fields].sort())
      if (kind === 'main') {
        for (const name of ['form', 'input', 'select']) t.equal(find(body!, name).length, 0, name)
        return
      }
      t.equal(raw.match(/<input[^>]*type=submit/g)?.length, 1)
      t.match(raw, /<h3>Edit (?:worker|balancer) settings for [^<]+<\/h3>\s*<form method='POST'/)
      t.match(/<form method='POST'[^]*?(<(?:button|input)[^>]*type="?submit[^>]*>)/.exec(raw)![1], "value='Submit'")
      t.match(find(page, 'h3').at(-1)!.text, /^Edit /)
    })
  })
}
