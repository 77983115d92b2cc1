import t from 'tap'
import { ConnectionList } from '../../src/transport/connection-list.ts'
import type { MemberConnection } from '../../src/transport/member-connection.ts'

const link = (): MemberConnection => ({ list: null, above: null, below: null }) as MemberConnection

function fromTop (list: ConnectionList): MemberConnection[] {
  const all: MemberConnection[] = []
  for (let each = list.top; each !== null; each = each.below) all.push(each)
  return all
}

t.test('what was pushed last is on top, whatever is removed', async t => {
  const [a, b, c, d] = [link(), link(), link(), link()]
  const list = new ConnectionList()
  for (const each of [a, b, c, d]) list.push(each)
  t.strictSame(fromTop(list).map(each => [a, b, c, d].indexOf(each)), [3, 2, 1, 0])
  list.remove(b)
  t.strictSame(fromTop(list).map(each => [a, b, c, d].indexOf(each)), [3, 2, 0])
  list.remove(d)
  list.remove(a)
  t.equal(list.top, c)
  t.equal(list.count, 1)
  list.push(b)
  t.strictSame(fromTop(list).map(each => [a, b, c, d].indexOf(each)), [1, 2])
  list.remove(b)
  list.remove(c)
  t.match(list, { top: null, count: 0 })
})
