import t from 'tap'
import { blockSize, headroom, longBlockSize, takeBlock, takeLongBlock } from '../../src/transport/read-block.ts'

t.test('reads leave room for a head in front of them', async t => {
  const block = takeBlock()
  t.equal(block.bytes.length, headroom + blockSize)
  t.equal(block.room.length, blockSize)
  block.room[0] = 42
  t.equal(block.bytes[headroom], 42)
})

t.test('a block given back is used again', async t => {
  const block = takeBlock()
  block.giveBack()
  t.equal(takeBlock(), block)
  t.not(takeBlock(), block)
})

t.test('a kept block is used again when both, its keeper and its connection, are done with it', async t => {
  const block = takeBlock()
  block.keep()
  t.equal(block.kept, true)
  block.giveBack()
  t.not(takeBlock(), block)
  block.release()
  t.equal(takeBlock(), block)

  block.keep()
  block.release()
  t.not(takeBlock(), block, 'its connection has it still')
  block.giveBack()
  t.equal(takeBlock(), block)
})

t.test('a block that nobody kept cannot be released, nor one twice', async t => {
  const block = takeBlock()
  block.keep()
  block.giveBack()
  block.release()
  block.release()
  t.equal(takeBlock(), block)
  t.not(takeBlock(), block)
})

t.test('no more than 64 blocks wait for use', async t => {
  const blocks = Array.from({ length: 65 }, takeBlock)
  for (const block of blocks) block.giveBack()
  const again = new Set(Array.from({ length: 65 }, takeBlock))
  t.equal(blocks.filter(block => again.has(block)).length, 64)
})

t.test('a long block is kept apart from others', async t => {
  const block = takeLongBlock()
  t.strictSame([block.long, block.room.length, takeBlock().long], [true, longBlockSize, false])
  block.giveBack()
  t.not(takeBlock(), block)
  t.equal(takeLongBlock(), block)
})

t.test('what is taken of a block stays: a short piece is copied, of a long one the block is kept', async t => {
  const block = takeBlock()
  block.room.fill('x')
  const short = block.take(headroom, headroom + 100)
  t.equal(block.kept, false)
  const long = block.take(headroom, headroom + 20_000)
  t.equal(block.kept, true)
  block.room.fill('y')
  t.strictSame([short[0], long[0]], ['x'.charCodeAt(0), 'y'.charCodeAt(0)])
})
