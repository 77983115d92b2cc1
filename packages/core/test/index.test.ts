import t from 'tap'
import * as core from '../src/index.ts'

t.test('core exports these, and nothing by accident', async t => {
  t.same(Object.keys(core).sort(), [
    'BadParameterError', 'Balancers', 'DuplicateError', 'Heartbeats', 'History', 'LatencyHistogram',
    'NoFreeSlotError', 'NotFoundError', 'RecentElections', 'Sessions', 'answered', 'balancerInput', 'balancerSchema',
    'begin', 'checkFailed', 'checkPassed', 'control', 'createElection', 'createPattern', 'cutRoute', 'cutSession',
    'dice', 'earnRetry', 'elect', 'endProbe', 'fail', 'findMember', 'findRoute', 'findSession', 'finish', 'flag',
    'formatInterval', 'formatStatus', 'hash', 'hcMethods', 'heartbeatLostAfter', 'humanSize', 'isFailure', 'isProbe',
    'isUsable', 'judge', 'keepNonce', 'latencyBounds', 'maxAttempts', 'memberInput', 'memberSchema', 'memberWords',
    'panics', 'quantile', 'reached', 'read', 'readBalancerParameters', 'readExpression', 'readInterval',
    'readMemberParameters', 'readMemberUrl', 'readStatus', 'reasons', 'retried', 'retriesLeft', 'retryAfter',
    'sessionAges', 'sessionBegan', 'sessionEnded', 'snapshot', 'snapshotBalancer', 'snapshotMember', 'spendRetry',
    'toInput', 'toWord', 'transferred', 'triedAgainAt', 'unwatch', 'usesTls', 'watch'
  ])
})
