import t from 'tap'
import * as core from '../src/index.ts'

t.test('core exports these, and nothing by accident', async t => {
  t.same(Object.keys(core).sort(), [
    'BadParameterError', 'Balancers', 'DuplicateError', 'NoFreeSlotError', 'NotFoundError', 'balancerSchema', 'begin', 'control',
    'createElection', 'dice', 'earnRetry', 'elect', 'fail', 'findMember', 'findRoute', 'finish', 'flag', 'formatInterval',
    'formatStatus', 'hash', 'isUsable', 'maxAttempts', 'memberSchema', 'reached', 'read', 'readBalancerParameters', 'readInterval',
    'readMemberParameters', 'readMemberUrl', 'readStatus', 'reasons', 'retryAfter', 'sessionBegan', 'sessionEnded', 'snapshot',
    'snapshotBalancer', 'spendRetry', 'transferred', 'usesTls'
  ])
})
