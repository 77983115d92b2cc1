/** Asks a real httpd and us the same, and compares the lines of the access log, field by field. */
import t from 'tap'
import { eventually } from '../../support/eventually.ts'
import { hasHttpd, httpdRemedy } from '../../support/httpd.ts'
import { startPair } from '../../support/pair.ts'
import type { Side } from '../../support/pair.ts'
import { needs } from '../../support/skip.ts'

t.test('access logs', needs('a real Apache httpd', hasHttpd(), httpdRemedy), async t => {
  const { same } = await startPair(t, ['access-log'], ['A'], () => ({ body: 'hello', headers: [['X-Answer', 'a "quoted" one']] }))
  const requests: ReadonlyArray<readonly [target: string, ...lines: string[]]> = [
    ['GET /app/a%20b?c=d&e', 'X-Id: 1', 'X-Kind: cat', 'Cookie: x=1; SID=abc'], ['POST /app/', 'X-Id: 2'], ['GET /nowhere', 'X-Id: 3'], ['GET /app/%22%5c', 'X-Id: 4"']
  ]
  const tell = async (side: Side): Promise<string[]> => {
    for (const [target, ...lines] of requests) await side.ask(target, [...lines, 'Connection: close'])
    await eventually(async () => (await side.front.accessLog()).length === requests.length)
    // Our error page is not httpd's.
    return (await side.front.accessLog()).map(line => line.replace(/(?<=s=404)\|b=\d+\|B=\d+/, ''))
  }
  const year = new Date().getFullYear()
  const common = 'h=127.0.0.1|a=127.0.0.1|ca=127.0.0.1|A=127.0.0.1|l=-|u=-'
  const rest = `n=-|100%|not=-|only=-|t=${year}|L=-`
  await same(t, tell, [
    `1|${common}|r=GET /app/a%20b?c=d&e HTTP/1.1|s=200|>s=200|b=5|B=5|m=GET|U=/app/a b|q=?c=d&e|H=HTTP/1.1|k=0|v=httpd.test|V=localhost|X=-|e=feline|C=abc|o=a \\"quoted\\" one|${rest}`,
    `2|${common}|r=POST /app/ HTTP/1.1|s=200|>s=200|b=5|B=5|m=POST|U=/app/|q=|H=HTTP/1.1|k=0|v=httpd.test|V=localhost|X=-|e=-|C=-|o=a \\"quoted\\" one|${rest}`,
    `3|${common}|r=GET /nowhere HTTP/1.1|s=404|>s=404|m=GET|U=/nowhere|q=|H=HTTP/1.1|k=0|v=httpd.test|V=localhost|X=-|e=-|C=-|o=-|${rest.replace('not=-|only=-', 'not=3|only=3')}`,
    `4\\"|${common}|r=GET /app/%22%5c HTTP/1.1|s=200|>s=200|b=5|B=5|m=GET|U=/app/\\"\\\\|q=|H=HTTP/1.1|k=0|v=httpd.test|V=localhost|X=-|e=-|C=-|o=a \\"quoted\\" one|${rest}`
  ])
})
