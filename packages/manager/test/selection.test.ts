import { Balancers } from '@fastify-balancer/core'
import t from 'tap'
import { select } from '../src/selection.ts'

const balancers = new Balancers(() => 'n')
balancers.add('shop', {
  members: [
    { url: 'http://h:8080' }, { url: 'http://h:8080/app' }, { url: 'http://h:8080/a%20b' }, { url: 'http://h' },
    { url: 'unix:/run/app.sock|http://app.local/x' }
  ]
})

function selected (fields: Record<string, string>): string | undefined {
  const { balancer, member } = select(balancers, new Map(Object.entries(fields)))
  return member?.url ?? balancer?.url
}

t.test('b names a balancer, in any case', async t => {
  t.equal(selected({ b: 'shop' }), 'balancer://shop')
  t.equal(selected({ b: 'SHOP' }), 'balancer://shop')
  t.equal(selected({ b: 'nope' }), undefined)
  t.equal(selected({ w: 'http://h' }), undefined, 'without which no member is selected')
})

t.test('w names the member whose URL is its longest beginning', async t => {
  const outcomes: Record<string, string> = {
    'http://h:8080': 'http://h:8080',
    'http://h:8080/': 'http://h:8080',
    'http://h:8080/sub/path': 'http://h:8080',
    'http://h:8080/app': 'http://h:8080/app',
    'http://h:8080/app/x': 'http://h:8080/app',
    'http://h:8080/application': 'http://h:8080',
    'http://h:8080/a%20b': 'http://h:8080/a%20b',
    'HTTP://H:80/': 'http://h',
    'http://app.local/x': 'http://app.local/x'
  }
  for (const [w, url] of Object.entries(outcomes)) t.equal(selected({ b: 'shop', w }), url, w)
})

t.test('w that names no member leaves the balancer selected', async t => {
  for (const w of ['', 'http://zz', 'h:8080', 'http://h:80801', 'https://h:8080', 'http://app.local']) {
    t.equal(selected({ b: 'shop', w }), 'balancer://shop', w)
  }
})
