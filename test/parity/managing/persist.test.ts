/** What is left of operators' changes after a restart: with and without BalancerPersist, and with another configuration. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { temporaryDirectory } from '../../support/directory.ts'
import { hasHttpd, httpdRemedy, startHttpd } from '../../support/httpd.ts'
import { postForm, readBalancer } from '../../support/manager-page.ts'
import { startOurs } from '../../support/ours.ts'
import { needs } from '../../support/skip.ts'

t.setTimeout(120_000)

/** A life of the server: which members the file has, and what the operator does to them. */
type Life = readonly [persist: 'On' | 'Off', members: string, edits: ReadonlyArray<Readonly<Record<string, string>>>]

const [a, b, c] = ['http://127.0.0.1:1', 'http://127.0.0.1:2', 'http://127.0.0.1:3']

/** What the page shows when the second life has begun: `METHOD URL FACTOR, …`, and whether the nonce is the old one. */
async function live (t: Test, start: typeof startHttpd, lives: readonly [Life, Life]): Promise<string> {
  const root = await temporaryDirectory(t)
  const run = join(root, 'run')
  await mkdir(run)
  const nonces: string[] = []
  let shown = ''
  for (const [persist, members, edits] of lives) {
    const file = join(root, 'persist.conf')
    await writeFile(file, `DefaultRuntimeDir "${run}"
BalancerPersist ${persist}
<Proxy balancer://test>
${members.split(' ').map(member => `BalancerMember ${member.replace('=', ' loadfactor=')}`).join('\n')}
ProxySet growth=2
</Proxy>
ProxyPass /app balancer://test
<Location /balancer-manager>
SetHandler balancer-manager
Require all granted
</Location>
`)
    const front = await start(t, { files: [file], hosts: {} })
    nonces.push((await readBalancer(front.port, 'test')).nonce)
    for (const edit of edits) await postForm(front.port, { b: 'test', nonce: nonces.at(-1)!, ...edit })
    const { members: rows } = await readBalancer(front.port, 'test')
    shown = rows.map(row => `${row['Worker URL']!.slice(-1)} ${row['Factor']}`).join(', ')
    await front.end()
  }
  return `${shown}; ${nonces[0] === nonces[1] ? 'same nonce' : 'new nonce'}`
}

const edits = [{ w: a, w_lf: '2' }, { w: b, w_lf: '3' }]
const addition = { b_nwrkr: c, b_wyes: '1' }

const stories: ReadonlyArray<readonly [name: string, lives: readonly [Life, Life], httpd: string, ours: string]> = [
  ['BM-15 without BalancerPersist nothing is left', [['Off', `${a} ${b}`, edits], ['Off', `${a} ${b}`, []]], '1 1.00, 2 1.00; new nonce', '1 1.00, 2 1.00; new nonce'],
  ['BM-15 with it all is', [['On', `${a} ${b}`, [...edits, addition]], ['On', `${a} ${b}`, []]], '1 2.00, 2 3.00, 3 1.00; same nonce', '1 2.00, 2 3.00, 3 1.00; same nonce'],
  ['BM-16 a factor that the file says anew', [['On', `${a} ${b}`, edits], ['On', `${a}=5 ${b}`, []]], '1 2.00, 2 3.00; same nonce', '1 5.00, 2 3.00; same nonce'],
  ['BM-19 another member in the file', [['On', `${a} ${b}`, [...edits, addition]], ['On', `${a} ${b} http://127.0.0.1:4`, []]], '1 2.00, 2 3.00, 4 1.00; same nonce', '1 2.00, 2 3.00, 4 1.00, 3 1.00; same nonce'],
  ['BM-20 a member less in the file', [['On', `${a} ${b}`, edits], ['On', b, []]], '2 1.00; same nonce', '2 3.00; same nonce']
]

for (const [name, lives, httpd, ours] of stories) {
  t.test(name, { ...needs('a real httpd', hasHttpd(), httpdRemedy) }, async t => {
    t.equal(await live(t, startHttpd, lives), httpd, 'httpd')
    t.equal(await live(t, startOurs, lives), ours, 'ours')
  })
}
