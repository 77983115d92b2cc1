/** Asks a real Apache httpd 2.4 and us where clients are sent instead. */
import { join } from 'node:path'
import t from 'tap'
import { startBoth } from '../../support/both.ts'
import { bytesOf } from '../../support/client.ts'
import { hasHttpd, httpdRemedy } from '../../support/httpd.ts'
import { values } from '../../support/message.ts'
import { needs } from '../../support/skip.ts'

const oracle = needs('a real Apache httpd', hasHttpd(), httpdRemedy)
const file = join(import.meta.dirname, '../../fixtures/surroundings/redirects.conf')

t.test('the same paths lead elsewhere, behind ProxyPass in a server, before it in a section', oracle, async t => {
  const { httpd, ours } = await startBoth(t, [file], ['a.local'])
  const paths = [
    '/old', '/old/x/y?q=1', '/olden', '/app', '/app/x', '/app/out', '/app/out/x', '/slash/a%20b?q', '/slash', '/see', '/see?q', '/gone', '/gone/x',
    '/missing', '/permanent', '/permanent/x', '/temp/%41%3f', '/match/a/b.gif?q', '/match/a.png', '/nothing', '/nothing/x', '/first/deep',
    '/app/moved', '/app/moved/x?q', '/app/closed', '/old/%E2%82%AC', '/old/x;y', '/match/%0d%0aX:y.gif', '/'
  ]
  for (const path of paths) {
    for (const host of ['example.com', 'example.com:8080']) {
      const bytes = bytesOf(`GET ${path}`, [`Host: ${host}`])
      const [expected, given] = [await httpd.ask(bytes), await ours.ask(bytes)]
      const summary = ({ member, answer }: typeof given) => ({ member, status: answer.status, location: values(answer, 'location') })
      t.strictSame(summary(given), summary(expected), `${path} of ${host}`)
    }
  }
})
