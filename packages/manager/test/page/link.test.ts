import t from 'tap'
import { managerApp } from '../support/manager-app.ts'

const url = 'http://h/a%20b&c'

t.test('a link selects its member, whatever its characters', async t => {
  const { get, balancers } = await managerApp(t, { balancers: { 'a&b%': { nonce: 'two words &#%', members: [{ url }] } } })
  const { body } = await get()
  const links = [...body.matchAll(/href="\/balancer-manager(.*?)"/g)].map(([, query]) => query!.replaceAll('&amp;', '&'))
  t.equal(links.length, 2)
  t.match((await get(links[0])).body, 'Edit balancer settings for balancer://a&#38;b%')
  t.match((await get(links[1])).body, 'Edit worker settings for http://h/a%20b&#38;c')
  t.equal(balancers.get('a&b%').members.length, 1)
})

t.test('a form\'s hidden fields select its member, whatever its characters', async t => {
  const { get, post, balancers } = await managerApp(t, { balancers: { 'a&b%': { nonce: 'two words &#%', members: [{ url }] } } })
  const { body } = await get('?b=a%26b%2525&w=http://h/a%252520b%26c')
  const fields = new URLSearchParams()
  for (const [, name, value] of body.matchAll(/<input type=hidden name='(\w+)' id='\w+' value=["'](.*?)["']>/g)) {
    fields.set(name!, value!.replaceAll('&#38;', '&'))
  }
  t.strictSame([...fields.keys()], ['w', 'b', 'nonce'])
  await post(`${fields}&w_lf=3`)
  t.equal(balancers.get('a&b%').members[0]!.lbfactor, 300)
})
