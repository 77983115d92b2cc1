import t from 'tap'
import { BadParameterError } from '@fastify-balancer/core'
import { Refusal, explain } from '../src/refusal.ts'

t.test('what the operator can put right is one line', async t => {
  t.equal(explain(new Refusal('httpd.conf:1: no')), 'httpd.conf:1: no')
  t.equal(explain(new BadParameterError('lbset must be a number')), 'lbset must be a number')
})

t.test('anything else tells where it comes from', async t => {
  t.match(explain(new TypeError('oops')), /^TypeError: oops\n +at /)
  t.match(explain(Object.assign(new Error('no'), { code: 'EPERM' })), /^Error: no\n +at /)
  t.equal(explain(Object.assign(new Error('no'), { stack: undefined })), 'Error: no')
})
