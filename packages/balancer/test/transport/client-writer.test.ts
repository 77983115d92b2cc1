import { once } from 'node:events'
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import type { Test } from 'tap'
import { ClientWriter, passesBytes } from '../../src/transport/client-writer.ts'
import { headroom, takeBlock } from '../../src/transport/read-block.ts'
import type { ReadBlock } from '../../src/transport/read-block.ts'

/** A response that is to be written, and its client, who does not read yet. */
async function ask (t: Test): Promise<{ response: ServerResponse, client: net.Socket }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = net.connect((server.address() as AddressInfo).port, '127.0.0.1')
  client.pause().write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
  t.teardown(() => {
    client.destroy()
    server.close()
  })
  const [, response] = await once(server, 'request') as [unknown, ServerResponse]
  return { response, client }
}

function filled (char: string): ReadBlock {
  const block = takeBlock()
  block.room.fill(char)
  return block
}

t.test('what the kernel takes at once is not kept', async t => {
  const { response, client } = await ask(t)
  const block = filled('x')
  t.equal(new ClientWriter(response, () => {}).write(block, headroom, headroom + 20_000), true)
  t.equal(block.kept, false)
  block.room.fill('y')
  response.end()
  t.match(Buffer.concat(await client.toArray() as Buffer[]).toString(), /\r\n\r\n4e20\r\nx{20000}\r\n0\r\n\r\n$/)
})

t.test('what a client does not take is kept until it has', async t => {
  const { response, client } = await ask(t)
  let drained = 0
  const writer = new ClientWriter(response, () => { drained++ })
  let block: ReadBlock
  let count = 0
  do block = filled(String(count++ % 10))
  while (writer.write(block, headroom, block.bytes.length))
  t.equal(block.kept, true)
  t.equal(drained, 0)
  client.resume()
  let bytes = 0
  client.on('data', chunk => { bytes += chunk.length })
  await once(response, 'drain')
  t.equal(drained, 1)
  t.equal(block.kept, false)
  response.end()
  await once(client, 'end')
  t.ok(bytes > count * block.room.length)
})

t.test('what has to wait is taken: a short piece is copied, of a long one the block is kept', async t => {
  const { response, client } = await ask(t)
  const writer = new ClientWriter(response, () => {})
  response.socket!.cork()
  const [short, long] = [filled('x'), filled('y')]
  t.equal(writer.write(short, headroom, headroom + 100), true)
  t.equal(writer.write(long, headroom, headroom + 20_000), false, 'above its high-water mark')
  t.strictSame([short.kept, long.kept], [false, true])
  short.room.fill('z')
  response.socket!.uncork()
  response.end()
  t.match(Buffer.concat(await client.toArray() as Buffer[]).toString(), /x{100}\r\n4e20\r\ny{20000}/)
})

t.test('whoever stands in front of write is given bytes that stay, unless it only passes them', async t => {
  for (const passes of [false, true]) {
    const { response, client } = await ask(t)
    const { write } = response
    const front = ((chunk: Uint8Array): boolean => Reflect.apply(write, response, [chunk]) as boolean) as typeof write
    response.write = front
    if (passes) passesBytes(front)
    const block = filled('x')
    new ClientWriter(response, () => {}).write(block, headroom, headroom + 20_000)
    t.equal(block.kept, !passes)
    response.end()
    t.match(Buffer.concat(await client.toArray() as Buffer[]).toString(), /x{20000}/)
  }
})
