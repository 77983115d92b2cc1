import t from 'tap'
import { main, read, refusal, verdicts } from '../support/read.ts'

t.test('where files are: a virtual host has its own root, and its aliases come first', async t => {
  const { main, virtualHosts } = read(t, 'DocumentRoot /var/www/\nAlias /icons/ /usr/icons/\n<VirtualHost *>\nAlias /a /srv/a\nAliasMatch "^/b/(.*)$" /srv/b/$1\n</VirtualHost>\n<VirtualHost *>\nDocumentRoot /srv\n</VirtualHost>')
  t.match(main, { documentRoot: '/var/www', aliases: [{ path: '/icons/', target: '/usr/icons/' }] })
  t.match(virtualHosts, [
    { documentRoot: '/var/www', aliases: [{ path: '/a', target: '/srv/a' }, { path: /^\/b\/(.*)$/, target: '/srv/b/$1' }, { path: '/icons/' }] },
    { documentRoot: '/srv' }
  ])
  t.equal(refusal(t, 'Alias a /b'), 'httpd.conf:1: Alias: the path must begin with /: "a"')
})

t.test('how files are served', async t => {
  const said = (text: string) => main(t, `<Directory />\n${text}\n</Directory>`).sections[0]!.settings
  t.same(said('DirectoryIndex a.html b.html').directoryIndex, ['a.html', 'b.html'])
  t.same(said('DirectoryIndex disabled').directoryIndex, [])
  t.equal(said('FallbackResource /index.html').fallbackResource, '/index.html')
  t.equal(said('FallbackResource disabled').fallbackResource, 'disabled')
  t.same(said('AddType text/x .X .y\nAddType text/z z').types, { x: 'text/x', y: 'text/x', z: 'text/z' })
  t.same(['None', 'Indexes', 'FollowSymLinks', 'All', 'SymLinksIfOwnerMatch', '+FollowSymLinks', '-FollowSymLinks', '+Indexes'].map(words => said(`Options ${words}`).followSymLinks), [
    'never', 'never', 'always', 'always', 'inside', 'always', 'never', null
  ])
  t.same(verdicts(t, 'Options Indexes FollowSymLinks'), ['Options used directories are not listed'])
})

t.test('what would not be done is refused', async t => {
  t.equal(refusal(t, 'DirectoryIndex /cgi-bin/index.pl'), 'httpd.conf:1: DirectoryIndex: names with a slash are not supported yet')
  t.equal(refusal(t, 'FallbackResource index.html'), 'httpd.conf:1: FallbackResource: must be a path or "disabled", not "index.html"')
  t.equal(refusal(t, 'Options Magic'), 'httpd.conf:1: Options: there is no option Magic')
  t.equal(refusal(t, 'AddHandler cgi-script .cgi'), 'httpd.conf:1: AddHandler: cgi-script is not supported: files are served as they are')
  t.same(verdicts(t, 'AddHandler type-map var'), ['AddHandler ignored files are served as they are'])
})
