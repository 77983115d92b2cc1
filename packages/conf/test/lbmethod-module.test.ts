import { join } from 'node:path'
import t from 'tap'
import { readConfiguration } from '../src/index.ts'
import { refusal, verdicts, write } from './support/read.ts'

const text = '<Proxy balancer://x>\nProxySet lbmethod=ByColor\n</Proxy>\nLoadModule lbmethod_bycolor_module methods/by-color.mjs'
const files = (text: string) => ({ 'httpd.conf': text, 'a.js': '', methods: { 'by-color.mjs': '' } })

t.test('LoadModule of a JavaScript file makes an lbmethod, wherever it stands', async t => {
  const { dir, file } = write(t, files(text))
  const { modules, balancers } = readConfiguration(file)
  t.same(modules, [{ name: 'bycolor', path: join(dir, 'methods/by-color.mjs'), place: { file, line: 4 } }])
  t.same(balancers[0]?.parameters, { lbmethod: 'ByColor' })
})

t.test('it is used, and <IfModule> knows it', async t => {
  t.same(verdicts(t, files('LoadModule lbmethod_a_module a.js\n<IfModule mod_lbmethod_a.c>\nListen 1\n</IfModule>')), [
    'LoadModule used', '<IfModule> used', 'Listen used'
  ])
})

t.test('an lbmethod that no module brings is refused', async t => {
  t.equal(refusal(t, files(text.replace('ByColor', 'bysize'))),
    'httpd.conf:2: ProxySet: balancer://x: lbmethod must be one of bybusyness, bylatency, byrequests, bysessions, bysource, bytraffic, heartbeat, bycolor, not "bysize"')
})

t.test('a file that is no lbmethod of its own is refused', async t => {
  const refused: ReadonlyArray<readonly [lines: string, why: string]> = [
    ['LoadModule color_module a.js', '1: LoadModule: a JavaScript file can only be an lbmethod_NAME_module'],
    ['LoadModule lbmethod_ByRequests_module a.js', '1: LoadModule: lbmethod byrequests is there already'],
    ['LoadModule lbmethod_a_module a.js\nLoadModule lbmethod_A_module a.js', '2: LoadModule: lbmethod a is loaded already, at httpd.conf:1'],
    ['LoadModule lbmethod_b_module b.js', '1: LoadModule: b.js: no such file']
  ]
  for (const [lines, why] of refused) t.equal(refusal(t, files(lines)), `httpd.conf:${why}`)
})
