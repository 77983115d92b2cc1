import fc from 'fast-check'
import t from 'tap'
import { flag, isUsable } from '../../src/index.ts'
import type { BalancerMember } from '../../src/index.ts'
import { isProbe } from '../../src/probe.ts'
import { named, seeded } from '../support/arbitraries.ts'
import { Ward } from '../support/ward.ts'
import type { Attempt } from '../support/ward.ts'

type Move = readonly [kind: 'begin' | 'answer' | 'leave' | 'pass' | 'state', which: number]

const statuses = [200, 404, 500, 503, 500, 0, -1]

const moves = fc.array(fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constant<Move[0]>('begin'), fc.nat()) },
  { weight: 3, arbitrary: fc.tuple(fc.constant<Move[0]>('answer'), fc.nat()) },
  fc.tuple(fc.constantFrom<Move[0]>('leave', 'pass', 'state'), fc.nat())), { maxLength: 120, size: 'max' })

/** What happens to a balancer of two to five members. */
class Story {
  readonly ward: Ward
  readonly inFlight: Attempt[] = []

  constructor (size: number, keepatleast: number, ejectfails: number) {
    this.ward = new Ward(named(Array(size).fill({})), { keepatleast, ejectfails, ejecttime: 1, ejectmax: 5 })
  }

  /** @returns the attempt that began */
  move ([kind, which]: Move): Attempt | null {
    const { ward, inFlight } = this
    if (kind === 'begin') {
      const attempt = ward.begin({ repeatable: which % 4 !== 0 })
      if (attempt.name !== '-') inFlight.push(attempt)
      return attempt
    }
    const [attempt] = kind === 'answer' || kind === 'leave' ? inFlight.splice(which % (inFlight.length + 1), 1) : []
    if (kind === 'answer') attempt?.answer(statuses[(which >>> 4) % statuses.length]!)
    else if (kind === 'leave') attempt?.leave()
    else if (kind === 'pass') ward.now += which % 3_000
    else ward.set('ABCDE'[which % ward.balancer.members.length]!, { status: `${which % 3 === 0 ? '+' : '-'}${'DNHR'[(which >>> 4) % 4]!}` })
    return null
  }
}

function inRotation (members: readonly BalancerMember[], but = 0): number {
  return members.filter(({ flags }) => isUsable(flags & ~but) && (flags & flag.N) === 0).length
}

const cluster = [fc.integer({ min: 2, max: 5 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 })] as const

t.test('never so many are ejected that fewer than keepatleast are left, as far as that lies with ejections', async t => {
  let ejections = 0
  let kept = 0
  fc.assert(fc.property(...cluster, moves, (size, keepatleast, ejectfails, moves) => {
    const story = new Story(size, keepatleast, ejectfails)
    const { balancer: { members }, balancers } = story.ward
    let enough = true
    balancers.events.on('ejected', (_member, cause) => {
      ejections++
      if (!cause.startsWith('its test failed')) enough &&= inRotation(members) >= keepatleast
    })
    balancers.events.on('recovered', (_member, cause) => { kept += cause === 'keepatleast' ? 1 : 0 })
    for (const move of moves) {
      const attempt = story.move(move)
      if (!enough) return false
      if (attempt === null || attempt.election.reason === null) continue
      const ejected = members.filter(({ ejection }) => ejection.ejected)
      const possible = inRotation(members) + inRotation(ejected, flag.E)
      if (inRotation(members) < Math.min(keepatleast, possible)) return false
    }
    return true
  }), seeded)
  t.ok(ejections > 300, `${ejections} ejections`)
  t.ok(kept > 30, `${kept} were taken back to be enough`)
})

t.test('a member in error gets one request at a time', async t => {
  let tests = 0
  fc.assert(fc.property(...cluster, moves, (size, keepatleast, ejectfails, moves) => {
    const story = new Story(size, keepatleast, ejectfails)
    for (const move of moves) {
      const { election } = story.move(move) ?? {}
      const testing = story.inFlight.filter(({ election }) => isProbe(election)).map(({ name }) => name)
      if (new Set(testing).size < testing.length) return false
      if (election?.member === undefined || election.member === null || isUsable(election.member.flags)) continue
      tests++
      if (!isProbe(election)) return false
    }
    return true
  }), seeded)
  t.ok(tests > 200, `${tests} tests`)
})

/** How long the member serves well before it fails again, in units of ejectmax. */
const services = fc.array(fc.integer({ min: 0, max: 8 }).map(tenths => tenths / 4), { minLength: 2, maxLength: 12 })

t.test('times grow from ejecttime to ejectmax, are never shorter for the same behaviour, and are forgotten', async t => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 60 }), services, (ejecttime, ejectmax, services) => {
    const ward = new Ward({ A: {}, B: {} }, { ejectfails: 1, ejecttime, ejectmax })
    const longest = Math.max(ejecttime, ejectmax) * 1_000
    let last = 0
    for (const served of services) {
      ward.now += served * ejectmax * 1_000
      ward.answer.B = 500
      while (ward.member('B').ejection.until === 0) ward.serve(1)
      const pause = ward.pause('B')
      if (pause < ejecttime * 1_000 || pause > longest) return false
      if (served < 1 && pause !== Math.min(Math.max(last * 2, ejecttime * 1_000), longest)) return false
      delete ward.answer.B
      ward.now += pause
      ward.serve(1)
      last = pause
    }
    ward.now += services.length * ejectmax * 1_000
    ward.answer.B = 500
    while (ward.member('B').ejection.until === 0) ward.serve(1)
    return ward.pause('B') === ejecttime * 1_000
  }), seeded)
  t.pass('it holds')
})
