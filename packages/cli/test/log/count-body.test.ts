import { once } from 'node:events'
import { request } from 'node:http'
import t from 'tap'
import { countBody } from '../../src/log/count-body.ts'
import { backend } from '../support/backend.ts'

async function count (method: string, answer: Array<string | Buffer>): Promise<number> {
  let counted = -1
  const server = await backend((incoming, response) => {
    const bytes = countBody(incoming, response)
    response.once('close', () => { counted = bytes() })
    for (const chunk of answer.slice(0, -1)) response.write(chunk)
    response.end(answer.at(-1))
  })
  const [response] = await once(request(server.url, { method, agent: false }).end(), 'response')
  await response.resume().toArray()
  server.close()
  return counted
}

t.test('what is written and what ends the answer is counted in bytes', async t => {
  t.equal(await count('GET', ['caf\xe9', Buffer.from('123'), 'end']), 11)
  t.equal(await count('GET', []), 0)
})

t.test('an answer to HEAD has no body', async t => {
  t.equal(await count('HEAD', ['something']), 0)
})
