import t from 'tap'
import { createSections } from '../src/sections.ts'
import { said, section } from './support/configuration.ts'

/** The names that hold, each section with its own. */
function holding (sections: Array<ReturnType<typeof section>>, subject: Partial<Parameters<ReturnType<typeof createSections>>[0]>): string | null {
  return createSections({ settings: said(), sections })({ path: '/', url: null, file: null, ...subject }).authName
}

t.test('a section holds by what its kind goes by', async t => {
  const location = [section('location', '/a', { authName: 'yes' })]
  t.same(['/a', '/a/b', '/ab', '/'].map(path => holding(location, { path })), ['yes', 'yes', null, null])
  const proxy = [section('proxy', 'balancer://shop', { authName: 'yes' }), section('proxy', /^http:.*x$/, { authName: 'too' })]
  t.same(['balancer://shop/x', 'http://h/x', 'http://h/y', null].map(url => holding(proxy, { url })), ['yes', 'too', null, null])
  const directory = [section('directory', '/var/www', { authName: 'yes' }), section('directory', /^\/srv\/[^/]*(?:\/|$)/, { authName: 'too' }), section('directory', /^\/opt\/x\//, { authName: 'slash' })]
  t.same(['/var/www', '/var/www/a', '/var/wwwx', '/srv/a/b/c', '/srv', '/opt/x/y', null].map(file => holding(directory, { file })), ['yes', 'yes', null, 'too', null, 'slash', null])
  t.equal(holding([section('directory', '/', { authName: 'yes' })], { file: '/a' }), 'yes')
  const files = [section('files', 'a.txt', { authName: 'yes' }), section('files', /^\.ht/, { authName: 'too' }), section('files', 'in', { authName: 'inside' }, '/srv')]
  t.same(['/x/a.txt', '/a.txt/b', '/x/.htpasswd', '/srv/x/in', '/in', null].map(file => holding(files, { file })), ['yes', null, 'too', 'inside', null, null])
})

t.test('later sections win, and each set of them is merged once', async t => {
  const find = createSections({
    settings: said({ authName: 'outside' }),
    sections: [section('location', '/a', { authName: 'a', authType: 'basic' }), section('location', '/a/b', { authName: 'b' })]
  })
  const at = (path: string) => find({ path, url: null, file: null })
  t.match(at('/'), { authName: 'outside', authType: null })
  t.match(at('/a'), { authName: 'a', authType: 'basic' })
  t.match(at('/a/b'), { authName: 'b', authType: 'basic' })
  t.equal(at('/a/b'), at('/a/b/c'))
})
