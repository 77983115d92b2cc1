/** A session finds its member as in httpd: which route is read, who serves it, what is told about it (ST-01 to ST-26). */
import t from 'tap'
import { hasHttpd, httpdRemedy } from '../../support/httpd.ts'
import { startPair } from '../../support/pair.ts'
import type { Story } from '../../support/pair.ts'
import { needs } from '../../support/skip.ts'

/** One request each, in this order: name, target, header lines, and who answers with which variables and cookies. */
const requests: ReadonlyArray<readonly [name: string, target: string, lines: readonly string[], expected: string]> = [
  ['ST-01 no cookie: the recipe sets one', '/sticky', [], 'A | member=A route=a changed=1 | ROUTEID=.a; path=/'],
  ['ST-02 a cookie with the route', '/sticky', ['Cookie: ROUTEID=.b'], 'B | member=B route=b sticky=ROUTEID session=b'],
  ['ST-03 a value without separator is no route', '/sticky', ['Cookie: ROUTEID=b'], 'C | member=C route=c.d changed=1 | ROUTEID=.c.d; path=/'],
  ['ST-04 the route is all behind the first separator', '/sticky', ['Cookie: ROUTEID=x.c.d'], 'C | member=C route=c.d sticky=ROUTEID session=c.d'],
  ['ST-05 an unknown route', '/sticky', ['Cookie: ROUTEID=.zzz'], 'A | member=A route=a sticky=ROUTEID session=zzz changed=1 | ROUTEID=.a; path=/'],
  ['ST-06 of two cookies the first counts', '/sticky', ['Cookie: ROUTEID=.a; ROUTEID=.b'], 'A | member=A route=a sticky=ROUTEID session=a'],
  ['ST-07 a longer name is another cookie', '/sticky', ['Cookie: XROUTEID=.a; ROUTEID=.b'], 'B | member=B route=b sticky=ROUTEID session=b'],
  ['ST-08 the URL wins over the cookie', '/sticky?ROUTEID=.b', ['Cookie: ROUTEID=.a'], 'B | member=B route=b sticky=ROUTEID session=b'],
  ['ST-09 even when its value is no route', '/sticky?ROUTEID=zzz', ['Cookie: ROUTEID=.a'], 'C | member=C route=c.d changed=1 | ROUTEID=.c.d; path=/'],
  ['ST-10 in the URL the name is any text that ends so', '/sticky?xROUTEID=.b', [], 'B | member=B route=b sticky=ROUTEID session=b'],
  ['ST-11 with scolonpathdelim a semicolon ends the value', '/delimited/t;jsessionid=1.b;foo=1', [], 'B | member=B route=b sticky=jsessionid session=b'],
  ['ST-12 without it the value goes on', '/undelimited/t;jsessionid=1.b;foo=1', [], 'A | member=A route=a sticky=jsessionid session=b;foo=1 changed=1 | ROUTEID=.a; path=/'],
  ['ST-13 but ends where the query begins', '/undelimited/t;jsessionid=1.b?x=1', [], 'B | member=B route=b sticky=jsessionid session=b'],
  ['ST-14 another separator', '/separator', ['Cookie: S=1!b'], 'B | member=B route=b sticky=S session=b'],
  ['ST-14 replaces the dot', '/separator', ['Cookie: S=1.b'], 'A | member=A route=a changed=1 | ROUTEID=.a; path=/'],
  ['ST-15 no separator: the whole value is the route', '/whole', ['Cookie: S=b.1'], 'B | member=B route=b.1 sticky=S session=b.1'],
  ['ST-15 so that nothing is cut off', '/whole', ['Cookie: S=x.a'], 'A | member=A route=a sticky=S session=x.a changed=1 | ROUTEID=.a; path=/'],
  ['ST-16 a draining member serves its sessions', '/states', ['Cookie: S=.b'], 'B | member=B route=b sticky=S session=b'],
  ['ST-16 a standby too', '/states', ['Cookie: S=.c'], 'C | member=C route=c sticky=S session=c'],
  ['ST-16 and a spare', '/states', ['Cookie: S=.r'], 'D | member=D route=r sticky=S session=r'],
  ['ST-17 a stopped member redirects, and the recipe sets the new route', '/redirects', ['Cookie: ROUTEID=.d'], 'A | member=A route=a sticky=ROUTEID session=d changed=1 | ROUTEID=.a; path=/'],
  ['ST-18 a disabled member loses its sessions', '/disabled', ['Cookie: ROUTEID=.b'], 'A | member=A route=a sticky=ROUTEID session=b changed=1 | ROUTEID=.a; path=/'],
  ['ST-19 with nofailover they get 503', '/strict', ['Cookie: ROUTEID=.b'], '503'],
  ['ST-20 but not those of an unknown route', '/strict', ['Cookie: ROUTEID=.zzz'], 'A | member=A route=a sticky=ROUTEID session=zzz changed=1 | ROUTEID=.a; path=/'],
  ['ST-21 a dead member loses its sessions', '/dead', ['Cookie: ROUTEID=.b'], 'A | member=A route=a sticky=ROUTEID session=b changed=1 | ROUTEID=.a; path=/'],
  ['ST-23 redirect means nothing without a session', '/idle', [], 'A | member=A route=a changed=1 | ROUTEID=.a; path=/'],
  ['ST-23 nor for the next one', '/idle', [], 'B | member=B route=b changed=1 | ROUTEID=.b; path=/'],
  ['ST-24 of two members with a route the usable one serves, unchanged', '/twice', ['Cookie: ROUTEID=.b'], 'C | member=C route=b sticky=ROUTEID session=b'],
  ['ST-26 the path is searched decoded', '/undelimited/t%3Bjsessionid=1.b', [], 'B | member=B route=b sticky=jsessionid session=b'],
  ['ST-26 the query is not', '/undelimited?jsessionid%3D1.b', [], 'A | member=A route=a changed=1 | ROUTEID=.a; path=/']
]

/** How else a route may be written, and what httpd makes of it: who serves, or that nobody was named. */
const spellings: ReadonlyArray<readonly [target: string, cookie: string | null, expected: string]> = [
  ['/sticky', 'ROUTEID=sess.b', 'B for b'],
  ['/sticky', 'ROUTEID=s.e.b', 'anybody for e.b'],
  ['/sticky', 'ROUTEID=.', 'anybody for '],
  ['/sticky', 'routeid=.b', 'anybody'],
  ['/sticky', 'ROUTEIDX=.a; ROUTEID=.b', 'B for b'],
  ['/sticky', 'ROUTEID=; ROUTEID=.b', 'anybody'],
  ['/sticky', 'foo=ROUTEID=.b', 'anybody'],
  ['/sticky', 'ROUTEID =.b', 'B for b'],
  ['/sticky', 'ROUTEID= .b', 'B for b'],
  ['/sticky', 'ROUTEID=.b,x', 'B for b'],
  ['/sticky', 'ROUTEID=%2Eb', 'anybody'],
  ['/sticky?ROUTEID=.zzz', 'ROUTEID=.a', 'anybody for zzz'],
  ['/sticky?ROUTEID=', 'ROUTEID=.a', 'A for a'],
  ['/sticky?ROUTEID=&ROUTEID=.b', null, 'B for b'],
  ['/sticky/ROUTEID=.b/x', null, 'anybody for b/x'],
  ['/sticky/t;ROUTEID=.b', null, 'B for b'],
  ['/delimited/t;jsessionid=1.b', null, 'B for b'],
  ['/delimited/t;jsessionid=1.b/more', null, 'anybody for b/more'],
  ['/delimited?jsessionid=1.b', null, 'B for b'],
  ['/delimited?JSESSIONID=1.b', null, 'anybody'],
  ['/delimited', 'JSESSIONID=1.b', 'B for b'],
  ['/delimited', 'jsessionid=1.b', 'anybody'],
  ['/separator', 'S=1!b!a', 'anybody for b!a'],
  ['/whole', 'S=a', 'A for a']
]

function telling (target: string, lines: readonly string[]): Story<string> {
  return async side => {
    const { status, member, cookies, variables } = await side.ask(`GET ${target}`, lines)
    const told = (await variables()).replace(/^balancer=\S+ /, '')
    return [member ?? String(status), told, ...cookies].filter(text => text !== '').join(' | ')
  }
}

t.test('stickiness', needs('a real Apache httpd', hasHttpd(), httpdRemedy), async t => {
  const { same } = await startPair(t, ['surroundings', 'recipe', 'stickiness'], ['A', 'B', 'C', 'D'])

  for (const [name, target, lines, expected] of requests) {
    await t.test(name, t => same(t, telling(target, lines), expected))
  }

  await t.test('other spellings of a route', t => same(t, async side => {
    const told = []
    for (const [target, cookie] of spellings) {
      const { member, variables } = await side.ask(`GET ${target}`, cookie === null ? [] : [`Cookie: ${cookie}`])
      const set = await variables()
      const route = / session=(\S*)/.exec(set)?.[1]
      told.push([set.includes(' changed=1') ? 'anybody' : member, ...(route === undefined ? [] : [`for ${route}`])].join(' '))
    }
    return told
  }, spellings.map(([, , expected]) => expected)))

  await t.test('ST-22 with nofailover they get 503, and which member was tried stands in the log', t =>
    same(t, telling('/strictdead', ['Cookie: ROUTEID=.b']), '503 | member=DEAD1 route=b sticky=ROUTEID session=b'))

  await t.test('ST-25 requests by route weigh in the schedule of the others', t => same(t, async side => {
    await side.picks(5, '/charge', 'Cookie: ROUTEID=.b')
    const before = await side.figures('charge', 'Load')
    await side.picks(4, '/charge', 'Cookie: ROUTEID=.a')
    return [before, await side.figures('charge', 'Load'), await side.picks(5, '/charge')]
  }, ['A 500, B -1000, C 500', 'A -300, B -600, C 900', 'C C C C A']))
})
