import t from 'tap'
import { closeFrame, Frames } from '../../src/upgrade/frames.ts'
import { frame } from './support/wire.ts'

const masked = Buffer.from([0x81, 0x85, 1, 2, 3, 4, 9, 9, 9, 9, 9])
const frames = [frame(''), frame('hello'), masked, frame('x'.repeat(125)), frame('x'.repeat(126)), frame('x'.repeat(65_535)), frame('x'.repeat(65_536)), frame('', 9)]

t.test('frames of all lengths are followed, however they come in', async t => {
  const all = Buffer.concat(frames)
  const ends = new Set<number>()
  for (let i = 0, at = 0; i < frames.length; i++) ends.add(at += frames[i]!.length)
  for (const size of [1, 2, 3, 7, 1_000, 65_536, all.length]) {
    const follower = new Frames()
    t.ok(follower.between)
    for (let at = 0; at < all.length; at += size) {
      follower.follow(all.subarray(at, at + size))
      const end = Math.min(at + size, all.length)
      if (follower.between !== ends.has(end)) t.fail(`${size} bytes at a time, at ${end}`)
    }
    t.ok(follower.between)
  }
})

t.test('the end of a frame is found inside of what came', async t => {
  const follower = new Frames()
  const hello = frame('hello')
  t.equal(follower.followToEnd(hello), 0, 'a frame may begin at once')
  follower.follow(hello.subarray(0, 3))
  t.equal(follower.followToEnd(hello.subarray(3, 5)), 2)
  t.notOk(follower.between)
  t.equal(follower.followToEnd(Buffer.concat([hello.subarray(5), hello])), 2)
  t.ok(follower.between)
})

t.test('a close frame says its code', async t => {
  t.strictSame([...closeFrame(1012)], [0x88, 2, 3, 0xf4])
})
