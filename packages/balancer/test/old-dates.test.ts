import t from 'tap'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('dates in old formats, and warnings, pass as they are', async t => {
  const headers = {
    date: 'Sunday, 06-Nov-94 08:49:37 GMT',
    expires: 'Sun Nov  6 08:49:37 1994',
    'last-modified': '0',
    warning: '110 a "stale" "Sun, 06 Nov 1994 08:49:38 GMT"'
  }
  const a = await startBackend(t, 'a', (_request, response) => { response.writeHead(200, headers).end() })
  const { url } = await startShop(t, { members: [{ url: a.url }] })
  t.match(Object.fromEntries((await fetch(url)).headers), headers)
})

t.test('an answer without Date gets one', async t => {
  const a = await startBackend(t, 'a', (_request, response) => {
    response.sendDate = false
    response.end()
  })
  const { url } = await startShop(t, { members: [{ url: a.url }] })
  t.ok(Date.parse((await fetch(url)).headers.get('date')!) > 0)
})
