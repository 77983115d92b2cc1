import t from 'tap'
import { readTree } from '../src/tree.ts'
import { refusal } from './support/read.ts'

t.test('sections hold what is between them, in whatever case they are closed', async t => {
  t.same(readTree('f', '<Proxy "balancer://x">\nProxySet a=b\n</PROXY >\nListen'), [
    {
      file: 'f',
      line: 1,
      name: '<Proxy>',
      args: '"balancer://x"',
      problem: null,
      children: [{ file: 'f', line: 2, name: 'ProxySet', args: 'a=b', children: null, problem: null }]
    },
    { file: 'f', line: 4, name: 'Listen', args: '', children: null, problem: null }
  ])
})

t.test('a section that is not closed is refused with its line', async t => {
  t.equal(refusal(t, 'Listen 80\n<Proxy balancer://x>\nProxySet nofailover=on'), 'httpd.conf:2: <Proxy>: is not closed by </Proxy>')
})

t.test('an opening without > is refused', async t => {
  t.equal(refusal(t, '<Proxy balancer://x\n</Proxy>'), 'httpd.conf:1: <Proxy>: is not closed by >')
})

t.test('a closing that closes nothing is refused', async t => {
  t.equal(refusal(t, '</Proxy>'), 'httpd.conf:1: </Proxy>: closes nothing: no section is open')
})

t.test('a closing of another section is refused, and says which one is open', async t => {
  t.equal(refusal(t, '<Location /a>\n</Proxy>\n</Location>'), 'httpd.conf:2: </Proxy>: closes nothing: the open section is <Location> of line 1')
})

t.test('a lone bracket is no section', async t => {
  t.equal(refusal(t, '< Proxy>'), 'httpd.conf:1: <: unknown directive')
})
