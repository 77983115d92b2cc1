import t from 'tap'
import { balancerSchema, memberSchema } from '../src/schema.ts'
import type { Parameter } from '../src/parameter.ts'
import { flag } from '../src/status.ts'

interface Case {
  readonly expected: string
  readonly byDefault: unknown
  readonly reads: ReadonlyArray<readonly [given: unknown, read: unknown]>
  readonly refuses: readonly unknown[]
}

const seconds = 'a whole number of seconds, or one with a unit (s, ms, mi, h)'
const someSeconds = 'a whole number of seconds of at least 1 ms, or one with a unit (s, ms, mi, h)'
const odd = [undefined, null, NaN, {}, [], Object.create(null), Symbol('s'), 1n, () => {}]

const onOff = (byDefault: boolean): Case => ({
  expected: 'On or Off',
  byDefault,
  reads: [[true, true], [false, false], ['on', true], ['On', true], ['OFF', false]],
  refuses: ['', 'true', 'yes', 1, 0, ['on'], ...odd]
})

const time = (expected: string, byDefault: number): Case => ({
  expected,
  byDefault,
  reads: [[5, 5_000], ['5', 5_000], ['500ms', 500], ['2mi', 120_000], ['1h', 3_600_000], ['1ms', 1]],
  refuses: [-1, '-1', 1.5, '1.5', '5x', '', true, ['5'], ...odd]
})

const cookieName: Case = {
  expected: 'the name of a cookie',
  byDefault: '',
  reads: [['ROUTEID', 'ROUTEID'], ['a', 'a'], ["!#$%&'*+-.^_`|~9", "!#$%&'*+-.^_`|~9"], ['x'.repeat(64), 'x'.repeat(64)]],
  refuses: ['', 'x'.repeat(65), 'a b', 'a=b', 'a;b', 'a,b', 'a"b', 'é', 'a\r\nb', 1, true, ['a'], ...odd]
}

const name: Case = {
  expected: 'a text of at most 63 characters, none of them a control character',
  byDefault: '',
  reads: [['', ''], ['a', 'a'], ['x'.repeat(63), 'x'.repeat(63)]],
  refuses: ['x'.repeat(64), 'a\r\nb', 1, true, ...odd]
}

const count: Case = {
  expected: 'a whole number of at least 0',
  byDefault: 0,
  reads: [[0, 0], ['0', 0], [1e6, 1e6], ['1000000', 1e6]],
  refuses: [-1, '-1', 0.5, '', 'abc', Infinity, true, ['5'], ...odd]
}

const checks: Case = {
  expected: 'a whole number of at least 0',
  byDefault: 1,
  reads: [[1, 1], ['3', 3], [0, 1], ['0', 1]],
  refuses: count.refuses
}

const statuses: Case = {
  expected: 'statuses from 100 to 599, separated by commas',
  byDefault: [],
  reads: [['500', [500]], ['500,503', [500, 503]], ['100, 599', [100, 599]], [503, [503]], [[500, '503'], [500, 503]], [[], []]],
  refuses: ['', ',', '500,', '99', '600', '50x', 500.5, [99], [[500]], [true], true, ...odd.filter(value => !Array.isArray(value))]
}

const noTime = [0, '0', '0ms']

const member: Readonly<Record<keyof typeof memberSchema, Case>> = {
  loadfactor: {
    expected: 'a number from 1 to 100',
    byDefault: 1,
    reads: [[1, 1], ['1', 1], [100, 100], ['1.5', 1.5], [1.15, 1.15], [1.999, 1.99], ['2.345', 2.34], [100.009, 100], ['1e1', 10]],
    refuses: [0, '0', 0.99, '0.99', 0.999999, 100.01, 101, -1, Infinity, '', 'abc', '5x', true, ['5'], ...odd]
  },
  lbset: {
    expected: 'a whole number from 0 to 99',
    byDefault: 0,
    reads: [[0, 0], ['0', 0], [99, 99], ['99', 99], ['+5', 5], ['007', 7]],
    refuses: [-1, '-1', 100, '100', 1.5, '1.5', '', ' 1', '0x1', '1e1', 'abc', Infinity, true, ['5'], ...odd]
  },
  route: name,
  redirect: name,
  status: {
    expected: 'status letters out of I N D S E H R C, each after + or -',
    byDefault: flag.O,
    reads: [['', flag.O], ['+H', flag.O | flag.H], ['D-E', flag.O | flag.D], ['hdr', flag.O | flag.H | flag.D | flag.R]],
    refuses: ['Z', '+Z', 'D Z', 1, true, ['D'], ...odd]
  },
  retry: { ...time(seconds, 60_000), reads: [...time(seconds, 60_000).reads, [0, 0], ['0', 0]] },
  timeout: { ...time(someSeconds, 0), refuses: [...time(someSeconds, 0).refuses, 0, '0', '0ms'] },
  connectiontimeout: { ...time(someSeconds, 0), refuses: [...time(someSeconds, 0).refuses, 0, '0', '0ms'] },
  ttl: { ...time(someSeconds, 0), refuses: [...time(someSeconds, 0).refuses, 0, '0', '0ms'] },
  min: count,
  smax: { ...count, byDefault: null },
  max: count,
  acquire: {
    ...time('a whole number of milliseconds of at least 1 ms, or one with a unit (s, ms, mi, h)', 0),
    reads: [[5, 5], ['5', 5], ['500ms', 500], ['2s', 2_000], ['2mi', 120_000]],
    refuses: [...time(someSeconds, 0).refuses, 0, '0', '0ms']
  },
  ping: { ...time(someSeconds, 0), refuses: [...time(someSeconds, 0).refuses, 0, '0', '0ms'] },
  slowstart: { ...time(seconds, 0), reads: [...time(seconds, 0).reads, [0, 0], ['0', 0]] },
  addressttl: {
    expected: '-1, a whole number of seconds, or one with a unit (s, ms, mi, h)',
    byDefault: null,
    reads: [[-1, -1], ['-1', -1], [0, 0], ['0', 0], [5, 5_000], ['5', 5_000], ['2mi', 120_000]],
    refuses: [-2, '-2', 0.5, '', 'abc', Infinity, true, ...odd]
  },
  responsefieldsize: { ...count, byDefault: 8_192, reads: [[0, 8_192], ['0', 8_192], [100, 100], ['65536', 65_536]] },
  keepalive: onOff(false),
  disablereuse: onOff(false),
  upgrade: {
    expected: 'protocols separated by commas, or ANY, at most 15 characters',
    byDefault: '',
    reads: [['websocket', 'websocket'], ['ANY', 'ANY'], ['a,b/1', 'a,b/1'], ['a, b', 'a, b'], ['x'.repeat(15), 'x'.repeat(15)]],
    refuses: ['', ',', 'a,', 'a b', ' a', 'a\r\nb', 'é', 'x'.repeat(16), 1, true, ['a'], ...odd]
  },
  hcmethod: {
    expected: 'one of NONE, TCP, OPTIONS, HEAD, GET, OPTIONS11, HEAD11, GET11',
    byDefault: 'NONE',
    reads: [['GET', 'GET'], ['head11', 'HEAD11'], ['Tcp', 'TCP'], ['none', 'NONE']],
    refuses: ['', 'POST', 'CPING', 'PROVIDER', 1, true, ['GET'], ...odd]
  },
  hcinterval: {
    ...time('a whole number of seconds of at least 100 ms, or one with a unit (s, ms, mi, h)', 30_000),
    reads: [[1, 1_000], ['1', 1_000], ['100ms', 100], ['2mi', 120_000]],
    refuses: [...time(seconds, 0).refuses, 0, '0', '99ms']
  },
  hcpasses: checks,
  hcfails: checks,
  hcuri: {
    expected: 'a path of at most 63 characters, without blanks',
    byDefault: '',
    reads: [['', ''], ['/health?x=1', '/health?x=1'], ['st', 'st'], ['/'.repeat(63), '/'.repeat(63)]],
    refuses: ['/a b', '/a\r\nb', '/é', '/'.repeat(64), 1, true, ['/'], ...odd]
  },
  hcexpr: {
    expected: 'the name of an expression, at most 15 characters without blanks',
    byDefault: '',
    reads: [['', ''], ['ok234', 'ok234'], ['x'.repeat(15), 'x'.repeat(15)]],
    refuses: ['a b', 'a\tb', 'x'.repeat(16), 1, true, ['a'], ...odd]
  }
}

const balancer: Readonly<Record<keyof typeof balancerSchema, Case>> = {
  lbmethod: {
    expected: 'the name of an lbmethod',
    byDefault: 'byrequests',
    reads: [['bytraffic', 'bytraffic'], ['ByTraffic', 'bytraffic']],
    refuses: ['', 1, true, ...odd]
  },
  stickysession: {
    expected: 'NAME or COOKIE|PATHPARAM, at most 64 characters',
    byDefault: null,
    reads: [
      ['S', { cookie: 'S', path: 'S' }],
      ['JSESSIONID|jsessionid', { cookie: 'JSESSIONID', path: 'jsessionid' }],
      ['x'.repeat(64), { cookie: 'x'.repeat(64), path: 'x'.repeat(64) }]
    ],
    refuses: ['', '|', 'a|', '|b', 'a|b|c', 'a | b', 'a b', 'a;b', 'a,b', 'a=b', 'x'.repeat(65), 1, true, ...odd]
  },
  stickysessionsep: {
    expected: 'one character, or Off',
    byDefault: '.',
    reads: [['.', '.'], ['!', '!'], ['Off', ''], ['OFF', '']],
    refuses: ['', '..', 'On', 1, false, ...odd]
  },
  scolonpathdelim: onOff(false),
  nofailover: onOff(false),
  timeout: { ...time(someSeconds, 0), refuses: [...time(someSeconds, 0).refuses, 0, '0', '0ms'] },
  maxattempts: {
    expected: 'a whole number from 0 to 99',
    byDefault: null,
    reads: [[0, 0], ['0', 0], [99, 99], ['99', 99]],
    refuses: [-1, '-1', 100, '100', 1.5, '', 'abc', true, ...odd]
  },
  failonstatus: statuses,
  failontimeout: onOff(false),
  nonce: {
    expected: 'a text of at most 36 characters, or None',
    byDefault: null,
    reads: [['secret', 'secret'], ['None', ''], ['none', ''], ['', ''], ['x'.repeat(36), 'x'.repeat(36)]],
    refuses: ['x'.repeat(37), 1, true, ...odd]
  },
  growth: {
    expected: 'a whole number from 1 to 100',
    byDefault: 0,
    reads: [[1, 1], ['1', 1], [100, 100]],
    refuses: [0, '0', 101, -1, 1.5, '', 'abc', true, ...odd]
  },
  loadbound: {
    expected: 'a number from 1 to 100',
    byDefault: 1.25,
    reads: [[1, 1], ['1', 1], [1.1, 1.1], ['1.25', 1.25], [100, 100], ['1e1', 10]],
    refuses: [0, 0.99, '0.99', 100.01, '101', -1, Infinity, '', 'abc', '5x', true, ['5'], ...odd]
  },
  routecookie: cookieName,
  learn: cookieName,
  nonidempotent: onOff(false),
  retrybudget: {
    expected: 'a whole number from 0 to 100',
    byDefault: 20,
    reads: [[0, 0], ['0', 0], [20, 20], ['100', 100]],
    refuses: [101, -1, 1.5, '20%', '', 'abc', true, ...odd]
  },
  drainwindow: { ...time(seconds, 30_000), reads: [...time(seconds, 30_000).reads, [0, 0], ['0', 0]] },
  forcerecovery: onOff(true),
  ejectfails: {
    expected: 'a whole number from 0 to 99',
    byDefault: 0,
    reads: [[0, 0], ['0', 0], [5, 5], ['99', 99]],
    refuses: [100, -1, 1.5, '5x', '', 'On', true, ...odd]
  },
  ejectshare: {
    expected: 'a whole number from 0 to 100',
    byDefault: 50,
    reads: [[0, 0], ['50', 50], [100, 100]],
    refuses: [101, -1, 1.5, '50%', '', true, ...odd]
  },
  ejectwindow: { ...time(someSeconds, 10_000), refuses: [...time(someSeconds, 0).refuses, ...noTime] },
  ejecttime: { ...time(someSeconds, 2_000), refuses: [...time(someSeconds, 0).refuses, ...noTime] },
  ejectmax: { ...time(someSeconds, 60_000), refuses: [...time(someSeconds, 0).refuses, ...noTime] },
  ejectonstatus: { ...statuses, byDefault: [500, 502, 503, 504] },
  keepatleast: {
    expected: 'a whole number from 1 to 99',
    byDefault: 1,
    reads: [[1, 1], ['2', 2], [99, 99]],
    refuses: [0, '0', 100, 1.5, '50%', '', true, ...odd]
  }
}

for (const [kind, schema, cases] of [['member', memberSchema, member], ['balancer', balancerSchema, balancer]] as const) {
  for (const [name, { expected, byDefault, reads, refuses }] of Object.entries<Case>(cases)) {
    t.test(`${name} of a ${kind} must be ${expected}`, async t => {
      const parameter = (schema as unknown as Readonly<Record<string, Parameter<unknown>>>)[name]!
      t.equal(parameter.expected, expected)
      t.strictSame(parameter.default, byDefault)
      for (const [given, read] of reads) t.strictSame(parameter.read(given), read)
      for (const given of refuses) t.equal(parameter.read(given), undefined)
    })
  }
}
