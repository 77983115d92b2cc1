/** Ansible's community.general.apache2_mod_proxy lists our members and sets their states, as it does with httpd. */
import balancer from '@fastify-balancer/balancer'
import manager from '@fastify-balancer/manager'
import Fastify from 'fastify'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import type { Test } from 'tap'
import { ansibleRemedy, hasAnsible, playTasks } from '../support/ansible.ts'
import { needs } from '../support/skip.ts'

interface Member {
  readonly host: string
  readonly status: Readonly<Record<string, boolean>>
  readonly attributes: Readonly<Record<string, string>>
}

/** A member is found by its host alone: two need two addresses. */
const hosts = ['127.0.0.1', '127.0.0.2'] as const

async function start (t: Test): Promise<string> {
  const members = []
  for (const host of hosts) {
    const backend = Fastify()
    t.teardown(() => backend.close())
    backend.get('/', async () => host)
    members.push({ url: await backend.listen({ host, port: 0 }), route: host.replace(/.*\./, 'node') })
  }
  const app = Fastify()
  t.teardown(() => app.close())
  app.register(balancer, { balancers: { shop: { members } }, proxyPass: [{ path: '/', url: 'balancer://shop/' }] })
  // The module of Debian 12 sends no Referer, and fails with httpd since 2.4.41 too.
  app.register(manager, { requireReferer: false })
  await app.listen({ host: '127.0.0.1', port: 0 })
  return `127.0.0.1:${(app.server.address() as AddressInfo).port}`
}

t.setTimeout(180_000)

t.test('apache2_mod_proxy', needs('Ansible and Beautiful Soup', hasAnsible(), ansibleRemedy), async t => {
  const front = await start(t)
  const ask = (register: string, given: object = {}) => ({ 'community.general.apache2_mod_proxy': { balancer_vhost: front, balancer_url_suffix: '/balancer-manager', ...given }, register })
  const set = (register: string, state: string) => ask(register, { member_host: hosts[0], state })
  const answer = { uri: { url: `http://${front}/`, return_content: true }, register: 'answer' }
  const told = await playTasks(t, [
    ask('listed'), set('standby', 'hot_standby,ignore_errors'), set('drained', 'drained'), set('absent', 'absent'), answer, set('present', 'present')
  ])

  const { members } = told['listed'] as { members: Member[] }
  t.strictSame(members.map(({ host, attributes }) => [host, attributes['Route'], attributes['Factor'], attributes['Set'], attributes['Status'], attributes['Elected']]), [
    ['127.0.0.1', 'node1', '1.00', '0', 'Init Ok ', '0'], ['127.0.0.2', 'node2', '1.00', '0', 'Init Ok ', '0']
  ])
  const after = (register: string) => {
    const { changed, member } = told[register] as { changed: boolean, member: Member }
    return [changed, member.attributes['Status'], Object.keys(member.status).filter(state => member.status[state])]
  }
  t.strictSame(after('standby'), [true, 'Init Ign Stby Ok ', ['hot_standby', 'ignore_errors']])
  t.strictSame(after('drained'), [true, 'Init Drn Ok ', ['drained']])
  t.strictSame(after('absent'), [true, 'Init Dis ', ['disabled']])
  t.equal((told['answer'] as { content: string }).content, hosts[1], 'and gets no requests')
  t.strictSame(after('present'), [true, 'Init Ok ', []])
})
