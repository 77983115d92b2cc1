import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readConfiguration } from '../src/index.ts'
import type { Configuration } from '../src/index.ts'
import { readLines } from '../src/lines.ts'

const fixtures = join(import.meta.dirname, 'fixtures')

const environment = {
  APACHE_LOG_DIR: '/var/log/apache2',
  APACHE_RUN_DIR: '/var/run/apache2',
  APACHE_PID_FILE: '/var/run/apache2/apache2.pid'
}

function read (file: string): Configuration {
  return readConfiguration(join(fixtures, file), { environment })
}

function seed (file: string): Configuration {
  return read(join('seed', file))
}

/** How many directives stand in a file: closings of sections are none. */
function directivesIn (file: string): number {
  return readLines(readFileSync(file, 'utf8')).filter(({ text }) => !text.startsWith('</')).length
}

for (const file of readdirSync(join(fixtures, 'seed'))) {
  t.test(`${file} uses every directive`, async t => {
    const { report } = seed(file)
    t.equal(report.length, directivesIn(join(fixtures, 'seed', file)))
    const doubled = '/api/x is sent as //x: let both end in a slash, or neither'
    t.ok(report.every(({ directive, verdict, note }) => verdict === 'used' && note === (directive === 'ProxyPass' && file.startsWith('5') ? doubled : '')))
  })
}

t.test('byrequests: two members and a virtual host', async t => {
  const { balancers, main, virtualHosts } = seed('1-byrequests.conf')
  t.match(balancers, [{
    name: 'mycluster', parameters: { lbmethod: 'byrequests' }, members: [{ url: 'http://backend1.local' }, { url: 'http://backend2.local' }]
  }])
  t.match(main, { addresses: [], proxyPass: [], accessLogs: [], errorLog: null })
  t.match(virtualHosts, [{
    addresses: [{ host: null, port: 80 }],
    serverName: 'example.com',
    proxyPreserveHost: true,
    proxyPass: [{ path: '/', url: 'balancer://mycluster/' }],
    proxyPassReverse: [{ path: '/', url: 'balancer://mycluster/' }],
    errorLog: '/var/log/apache2/load_balancer_error.log',
    accessLogs: [{ path: '/var/log/apache2/load_balancer_access.log', format: '%h %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i"' }]
  }])
})

t.test('sticky cookie', async t => {
  t.match(seed('2-sticky-cookie.conf').balancers, [{ parameters: { lbmethod: 'byrequests', stickysession: 'JSESSIONID' } }])
})

t.test('balancer-manager', async t => {
  t.match(seed('3-balancer-manager.conf').main.locations, [{ path: '/balancer-manager', guarded: true }])
})

t.test('LogLevel', async t => {
  t.same(seed('4-loglevel.conf').main.logLevel, { level: 'warn', modules: { proxy: 'trace2' } })
})

t.test('API cluster: routes and a path', async t => {
  const { balancers, virtualHosts } = seed('5-api-cluster.conf')
  t.match(balancers, [{ parameters: { stickysession: 'SESSIONID' }, members: [{ route: 'api1' }, { route: 'api2' }] }])
  t.match(virtualHosts, [{ serverName: 'api.example.com', proxyPass: [{ path: '/api', url: 'balancer://apicluster/' }] }])
})

t.test('a Debian tree is read whole, and every line accounted for', async t => {
  const { report, ...configuration } = read('debian/apache2.conf')
  t.match(configuration, {
    serverRoot: join(fixtures, 'debian'),
    listen: [{ host: null, port: 80 }],
    timeout: 300_000,
    pidFile: '/var/run/apache2/apache2.pid',
    balancers: [{
      name: 'shop',
      parameters: { stickysession: 'SHOPID' },
      members: [
        { url: 'http://10.0.0.1:8080', route: 'a', loadfactor: '2', connectiontimeout: '500ms' },
        { url: 'http://10.0.0.2:8080', route: 'b' }
      ]
    }],
    main: { accessLogs: [{ format: /^%v:%p / }] },
    virtualHosts: [
      { serverName: null, proxyPass: [], errorLog: '/var/log/apache2/error.log' },
      { serverName: 'shop.example.com', serverAlias: ['www.shop.example.com'], proxyTimeout: 300_000, proxyPass: [{ url: '!' }, { path: '/' }] }
    ]
  })
  const files = [...new Set(report.map(({ file }) => file))]
  t.equal(files.length, 9)
  for (const file of files) t.equal(report.filter(line => line.file === file).length, directivesIn(file), file)
  t.ok(report.every(({ verdict, note }) => verdict === 'used' || note !== ''), 'what is ignored has its reason')
})
