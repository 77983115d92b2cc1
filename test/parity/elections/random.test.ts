/** Two hundred random balancers, with two hundred random requests each, elect as httpd's do, request by request. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dice } from '@fastify-balancer/core'
import t from 'tap'
import { bytesOf, converse } from '../../support/client.ts'
import { temporaryDirectory } from '../../support/directory.ts'
import { hasHttpd, httpdRemedy, startHttpd } from '../../support/httpd.ts'
import { postForm, readBalancer } from '../../support/manager-page.ts'
import { startNamedBackend } from '../../support/named-backend.ts'
import { startOurs } from '../../support/ours.ts'
import { randomBalancer } from '../../support/random-balancers.ts'
import type { RandomBalancer } from '../../support/random-balancers.ts'
import { needs } from '../../support/skip.ts'

const runs = 4
const balancersPerRun = 50
const requestsPerBalancer = 200
/** Balancers that are asked at a time. */
const lanes = 8
const members = ['M1', 'M2', 'M3', 'M4', 'M5', 'M6', 'M7', 'M8']

const surroundings = `ServerName parity.test
MaxKeepAliveRequests 0
<Location "/balancer-manager">
    SetHandler balancer-manager
    Require ip 127.0.0.1
</Location>
`

for (let seed = 1; seed <= runs; seed++) {
  t.test(`random balancers, seed ${seed}`, needs('a real Apache httpd', hasHttpd(), httpdRemedy), async t => {
    const roll = dice(seed)
    const balancers = Array.from({ length: balancersPerRun }, (_, index) =>
      randomBalancer(`random${index}`, roll, members, requestsPerBalancer))
    const file = join(await temporaryDirectory(t), 'random.conf')
    await writeFile(file, surroundings + balancers.map(({ configuration }) => configuration).join('\n'))
    const urls = Object.fromEntries(await Promise.all(members.map(async name =>
      [name, `http://127.0.0.1:${await startNamedBackend(t, name)}`] as const)))
    const site = { files: [file], hosts: {}, variables: urls }
    const [httpd, ours] = await Promise.all([startHttpd(t, site), startOurs(t, site)])

    const waiting = [...balancers]
    await Promise.all(Array.from({ length: lanes }, async () => {
      for (let balancer = waiting.shift(); balancer !== undefined; balancer = waiting.shift()) {
        const [expected, given] = await Promise.all([elections(httpd.port, balancer, urls), elections(ours.port, balancer, urls)])
        const at = expected.findIndex((member, index) => member !== given[index])
        t.equal(at, -1, `seed ${seed} ${balancer.name}`, at < 0 ? {} : difference(balancer, at, expected, given))
      }
    }))
  })
}

/** Who answers, request by request on a kept connection; the status where nobody does. */
async function elections (port: number, { name, requests, changes }: RandomBalancer, urls: Readonly<Record<string, string>>): Promise<string[]> {
  let client = converse(port)
  const elected: string[] = []
  const ask = async (all: RandomBalancer['requests'][0]): Promise<void> => {
    for (const { target, cookie } of all) {
      const answer = await client.ask(bytesOf(`GET ${target}`, ['Host: parity.test', ...(cookie === null ? [] : [`Cookie: ${cookie}`])]))
      elected.push(answer?.all('x-backend')[0] ?? String(answer?.status))
      // httpd does so after a page of its own
      if (answer?.all('connection')[0] === 'close') {
        client.end()
        client = converse(port)
      }
    }
  }
  await ask(requests[0])
  for (const { member, fields } of changes) {
    const { nonce } = await readBalancer(port, name)
    await postForm(port, { b: name, ...(member === null ? {} : { w: urls[member]! }), nonce, ...fields })
  }
  // Changes take their time, and a connection that rests meanwhile may be closed.
  client.end()
  client = converse(port)
  await ask(requests[1])
  client.end()
  return elected
}

/** What one needs to see to find out why. */
function difference ({ configuration, requests, changes }: RandomBalancer, at: number, expected: readonly string[], given: readonly string[]): object {
  const all = requests.flat()
  return {
    configuration,
    changes: at < requests[0].length ? [] : changes,
    request: at + 1,
    before: all.slice(Math.max(at - 5, 0), at + 1).map(({ target, cookie }) => `${target} ${cookie ?? ''}`),
    httpd: expected.slice(Math.max(at - 5, 0), at + 5).join(' '),
    ours: given.slice(Math.max(at - 5, 0), at + 5).join(' ')
  }
}
