/** Two real Tomcats keep their sessions behind our balancer, by cookie and by path parameter. */
import { join } from 'node:path'
import t from 'tap'
import { bytesOf, exchange } from '../support/client.ts'
import type { Answer } from '../support/client.ts'
import { startOurs } from '../support/ours.ts'
import { needs } from '../support/skip.ts'
import { hasTomcat, startTomcat, tomcatRemedy } from '../support/tomcat.ts'

const file = join(import.meta.dirname, '../fixtures/tomcat/httpd.conf')
const page = '/examples/servlets/servlet/SessionExample'

// two Java machines start in here
t.setTimeout(90_000)

t.test('sessions of two Tomcats', needs('Tomcat 10 with its examples', hasTomcat(), tomcatRemedy), async t => {
  const [tc1, tc2] = await Promise.all([startTomcat(t, 'tc1'), startTomcat(t, 'tc2')])
  const { port } = await startOurs(t, { files: [file], hosts: { 'tc1.local': tc1, 'tc2.local': tc2 } })

  function get (target: string, ...headers: string[]): Promise<Answer> {
    return exchange(port, bytesOf(`GET ${target}`, ['Host: shop.example.com', ...headers]))
  }

  async function newSession (word: string): Promise<string> {
    const answer = await get(`${page}?dataname=word&datavalue=${word}`)
    return /^JSESSIONID=([^;]+)/.exec(answer.all('set-cookie')[0] ?? '')?.[1] ?? 'none'
  }

  await t.test('new sessions are spread over both', async t => {
    const routes = []
    for (let count = 0; count < 4; count++) routes.push((await newSession('new')).split('.')[1])
    t.strictSame(routes, ['tc1', 'tc2', 'tc1', 'tc2'])
  })

  const sessions = [{ word: 'apple', id: await newSession('apple') }, { word: 'pear', id: await newSession('pear') }]
  t.strictSame(sessions.map(({ id }) => id.split('.')[1]), ['tc1', 'tc2'], 'one session on each')

  for (const { word, id } of sessions) {
    await t.test(`the ${word} session is found by its cookie`, async t => {
      for (let count = 0; count < 5; count++) t.match(shown(await get(page, `Cookie: JSESSIONID=${id}`)), { id, word })
    })

    await t.test(`the ${word} session is found by its path parameter`, async t => {
      for (let count = 0; count < 5; count++) t.match(shown(await get(`${page};jsessionid=${id}`)), { id, word })
    })

    await t.test(`the ${word} session is found in the links that Tomcat writes`, async t => {
      const { body } = await get(`${page};jsessionid=${id}`)
      const link = /<form action="([^"]*)" method=GET/.exec(body.toString())?.[1] ?? 'no link'
      t.match(link, /^SessionExample;jsessionid=/)
      const followed = await get(`/examples/servlets/servlet/${link}?dataname=more&datavalue=${word}s`)
      t.match(shown(followed), { id, word })
      t.match(followed.body.toString(), `more = ${word}s`)
    })
  }

  await t.test('the path parameter wins over the cookie, as the balancer and Tomcat agree', async t => {
    const [apple, pear] = sessions
    t.match(shown(await get(`${page};jsessionid=${pear?.id}`, `Cookie: JSESSIONID=${apple?.id}`)).route, 'tc2')
  })
})

/** What the session example shows: whose session it is, and what was put there. */
function shown ({ body }: Answer): { id: string | undefined, route: string | undefined, word: string | undefined } {
  const text = body.toString()
  const id = /Session ID: (\S+)/.exec(text)?.[1]
  return { id, route: id?.split('.')[1], word: /^word = (\w+)/m.exec(text)?.[1] }
}
