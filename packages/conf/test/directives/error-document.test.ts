import t from 'tap'
import { main, read, refusal } from '../support/read.ts'

t.test('a document is a text, a path or a URL', async t => {
  const documents: ReadonlyArray<readonly [document: string, kind: string, value: string]> = [
    ['"Not here, sorry"', 'text', 'Not here, sorry'], ['gone', 'text', 'gone'], ['"/with a blank"', 'text', '/with a blank'], ['""', 'text', ''],
    ['/errors/404.html', 'path', '/errors/404.html'], ['"/errors/404?x=1"', 'path', '/errors/404?x=1'],
    ['http://e.example/404', 'url', 'http://e.example/404'], ['HTTPS://e.example/', 'url', 'HTTPS://e.example/']
  ]
  for (const [document, kind, value] of documents) t.same(main(t, `ErrorDocument 404 ${document}`).settings.errorDocuments, { 404: { kind, value } })
})

t.test('the last one of a status counts, and a virtual host inherits the others', async t => {
  const { virtualHosts: [host] } = read(t, 'ErrorDocument 404 a\nErrorDocument 404 b\nErrorDocument 503 /c\n<VirtualHost *>\nErrorDocument 503 default\n</VirtualHost>')
  t.same(host!.settings.errorDocuments, { 404: { kind: 'text', value: 'b' }, 503: null })
})

t.test('sections have their own', async t => {
  const { sections } = main(t, ['Location /a', 'Directory /a', 'Files a', 'Proxy http://a'].map(section =>
    `<${section}>\nErrorDocument 404 Default\n</${section.split(' ')[0]}>\n`).join(''))
  t.equal(sections.length, 4)
  for (const { settings } of sections) t.same(settings.errorDocuments, { 404: null })
})

t.test('a 401 cannot lead elsewhere', async t => {
  const { main: { settings }, report } = read(t, 'ErrorDocument 401 http://e.example/')
  t.same(settings.errorDocuments, {})
  t.match(report, [{ verdict: 'ignored', note: 'a 401 cannot lead to a URL: the page stays what it is' }])
})

t.test('what is no status and no document is refused', async t => {
  const refused: ReadonlyArray<readonly [args: string, reason: string]> = [
    ['399 /a', 'a status must be from 400 to 599, not "399"'], ['600 /a', 'a status must be from 400 to 599, not "600"'],
    ['/a 404', 'a status must be from 400 to 599, not "/a"'], ['404', 'takes 2 arguments, not 1'], ['404 not here', 'takes 2 arguments, not 3'],
    ['404 ftp://e/', 'a URL must begin with http:// or https://, and a text needs a blank: "ftp://e/"'],
    ['404 http://', 'a URL must begin with http:// or https://, and a text needs a blank: "http://"'],
    ['404 http://e/\u00e4', 'a URL must begin with http:// or https://, and a text needs a blank: "http://e/\u00e4"'],
    ['404 Sorry:no', 'a URL must begin with http:// or https://, and a text needs a blank: "Sorry:no"'],
    ['404 "no %{REQUEST_URI}"', 'expressions are not supported yet: "no %{REQUEST_URI}"'], ['404 "costs $1"', 'expressions are not supported yet: "costs $1"']
  ]
  for (const [args, reason] of refused) t.equal(refusal(t, `\nErrorDocument ${args}`), `httpd.conf:2: ErrorDocument: ${reason}`)
})
