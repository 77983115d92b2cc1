/// <reference types="node" />
import { describe, expect, test } from 'tstyche'
import { Balancers, begin, control, createElection, dice, elect, hash, reasons, snapshot } from '@fastify-balancer/core'
import type {
  AppliedChange, Balancer, BalancerChange, BalancerMember, BalancerOptions, BalancerSnapshot, Change, Election, Health, LbMethod, Log,
  MemberAddition, MemberChange, MemberOptions, MemberRemoval, MemberSnapshot, Reason
} from '@fastify-balancer/core'

describe('BalancerOptions', () => {
  test('take typed values and the words of httpd.conf', () => {
    expect<BalancerOptions>().type.toBeAssignableFrom({})
    expect<BalancerOptions>().type.toBeAssignableFrom({
      lbmethod: 'byrequests',
      stickysession: 'JSESSIONID|jsessionid',
      failonstatus: [500, 503],
      nofailover: 'On',
      members: [{ url: 'http://a', loadfactor: 2, keepalive: true }, { url: 'http://b', status: '+H', retry: '500ms' }]
    })
  })

  test('know every parameter by name', () => {
    const balancers = new Balancers(() => 'nonce')
    expect(balancers.add).type.not.toBeCallableWith('x', { stickySession: 'S' })
    expect(balancers.add).type.not.toBeCallableWith('x', { retry: 5 })
    expect(balancers.add).type.not.toBeCallableWith('x', { members: [{ url: 'http://a', lbmethod: 'byrequests' }] })
    expect(balancers.add).type.not.toBeCallableWith('x')
  })

  test('take members with a URL', () => {
    expect<MemberOptions>().type.not.toBeAssignableFrom({ route: 'a' })
    expect<MemberOptions['url']>().type.toBe<string>()
  })
})

describe('LbMethod', () => {
  const balancers = new Balancers(() => 'nonce')

  test('of an app needs a name and a choice', () => {
    expect(balancers.addLbMethod).type.toBeCallableWith({
      name: 'leastbusy',
      choose (candidates: readonly BalancerMember[]) {
        return candidates.toSorted((a, b) => a.busy - b.busy)[0]
      }
    })
    expect<LbMethod>().type.not.toBeAssignableFrom({ name: 'nobody' })
    expect<LbMethod>().type.not.toBeAssignableFrom({ name: 'byname', choose: () => 'http://a' })
  })

  test('may reset, and may not keep the candidates by changing them', () => {
    expect<LbMethod['choose']>().type.toBe<(candidates: readonly BalancerMember[], election: Election) => BalancerMember | undefined>()
    expect<LbMethod['reset']>().type.toBe<((balancer: Balancer) => void) | undefined>()
  })

  test('may name its reason, ask for the source and listen to answers', () => {
    expect(balancers.addLbMethod).type.toBeCallableWith({
      name: 'nearest', reason: 'source', needsSource: true, choose: ([first]: readonly BalancerMember[]) => first
    })
    expect<LbMethod['reason']>().type.toBe<Reason | undefined>()
    expect<LbMethod['observe']>().type.toBe<((member: BalancerMember, latency: number, status: number, now: number) => void) | undefined>()
    expect<LbMethod>().type.not.toBeAssignableFrom({ name: 'x', choose: () => undefined, reason: 'by magic' })
  })
})

describe('chance and hashes', () => {
  test('are handed in', () => {
    expect(Balancers).type.toBeConstructableWith(() => 'nonce')
    expect(Balancers).type.toBeConstructableWith(() => 'nonce', Math.random)
    expect(Balancers).type.toBeConstructableWith(() => 'nonce', dice(1))
    expect(hash).type.toBe<(text: string) => number>()
  })
})

describe('events', () => {
  const { events } = new Balancers(() => 'nonce')

  test('hand over what they are about', () => {
    events.on('change', (...given) => expect(given).type.toBe<[change: AppliedChange]>())
    events.on('failed', (...given) => expect(given).type.toBe<[member: BalancerMember, cause: string]>())
    events.on('recovered', (...given) => expect(given).type.toBe<[member: BalancerMember, cause: 'retry' | 'forced' | 'ignore errors' | 'check' | 'probe' | 'keepatleast']>())
    events.on('ejected', (...given) => expect(given).type.toBe<[member: BalancerMember, cause: string, until: number]>())
    events.on('unhealthy', (...given) => expect(given).type.toBe<[member: BalancerMember, cause: string]>())
    events.on('healthy', (...given) => expect(given).type.toBe<[member: BalancerMember]>())
    events.on('balancer', (...given) => expect(given).type.toBe<[balancer: Balancer]>())
  })

  test('are emitted with nothing else', () => {
    expect(events.emit<'failed'>).type.not.toBeCallableWith('failed', 'http://a', 'refused')
    expect(events.emit<'recovered'>).type.not.toBeCallableWith('recovered', {} as BalancerMember, 'by magic')
  })
})

describe('Change', () => {
  const balancers = new Balancers(() => 'nonce')

  test('is one of four', () => {
    expect<Change>().type.toBe<BalancerChange | MemberChange | MemberAddition | MemberRemoval>()
    expect(control).type.toBeCallableWith(balancers, { balancer: 'x', set: { timeout: 5 } }, 'admin', 0)
    expect(control).type.toBeCallableWith(balancers, { balancer: 'x', member: 'http://a', set: { status: '+D' } }, 'admin', 0)
    expect(control).type.toBeCallableWith(balancers, { balancer: 'x', add: { url: 'http://a' }, with: 'api', note: 'more' }, 'admin', 0)
    expect(control).type.toBeCallableWith(balancers, { balancer: 'x', remove: 'http://a' }, 'admin', 0)
    expect(control).type.not.toBeCallableWith(balancers, { balancer: 'x' }, 'admin', 0)
    expect(control).type.not.toBeCallableWith(balancers, { balancer: 'x', add: { route: 'a' } }, 'admin', 0)
  })

  test('leaves nonce and growth to the start', () => {
    expect(control).type.not.toBeCallableWith(balancers, { balancer: 'x', set: { nonce: 'None' } }, 'admin', 0)
    expect(control).type.not.toBeCallableWith(balancers, { balancer: 'x', set: { growth: 5 } }, 'admin', 0)
  })

  test('is reported as it took place', () => {
    expect(control(balancers, { balancer: 'x', set: {} }, 'admin', 0)).type.toBe<AppliedChange>()
    expect<AppliedChange['change']>().type.toBe<Change>()
  })
})

describe('elections', () => {
  test('end with a member or null', () => {
    const balancer = new Balancers(() => 'nonce').add('x', {})
    expect(balancer).type.toBe<Balancer>()
    expect(createElection(null)).type.toBe<Election>()
    expect(createElection).type.toBeCallableWith((() => {}) satisfies Log)
    expect(elect(balancer, createElection(null), 0)).type.toBe<BalancerMember | null>()
    expect(begin).type.toBeCallableWith({} as BalancerMember, 'learned' as const)
    expect(begin).type.not.toBeCallableWith({} as BalancerMember)
    expect<Reason>().type.toBe<'route' | 'redirect' | 'learned' | 'probe' | 'source' | 'lbmethod' | 'failover'>()
    expect(reasons).type.toBe<readonly Reason[]>()
  })
})

describe('snapshots', () => {
  test('are read only and tell no nonce', () => {
    expect(snapshot(new Balancers(() => 'nonce'))).type.toBe<readonly BalancerSnapshot[]>()
    expect<BalancerSnapshot>().type.not.toHaveProperty('nonce')
    expect<MemberSnapshot['health']>().type.toBe<Readonly<Health>>()
    expect<MemberSnapshot['electedBy']>().type.toBe<Readonly<Record<Reason, number>>>()
  })
})
