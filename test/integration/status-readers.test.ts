/** The programs that read Apache's server-status read ours, without a complaint, and report the right numbers. */
import { existsSync } from 'node:fs'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { startBackend } from '../support/backend.ts'
import { temporaryDirectory } from '../support/directory.ts'
import { eventually } from '../support/eventually.ts'
import { startOurs } from '../support/ours.ts'
import { freePort } from '../support/ports.ts'
import { listening, run } from '../support/process.ts'
import { needs } from '../support/skip.ts'

const exporter = '/usr/bin/prometheus-apache-exporter'
const collectd = '/usr/sbin/collectd'
const munin = '/usr/share/munin/plugins'
const readers = [exporter, collectd, '/usr/lib/collectd/apache.so', join(munin, 'apache_accesses'), '/usr/share/perl5/LWP/UserAgent.pm']
const remedy = 'apt-get install prometheus-apache-exporter collectd-core libcurl3-gnutls munin-plugins-core libwww-perl'

t.setTimeout(120_000)

t.test('programs that read server-status', needs('readers of server-status', readers.every(existsSync), remedy), async t => {
  const root = await temporaryDirectory(t)
  const backend = await startBackend(t, 'A')
  backend.answer = () => ({ body: 'x'.repeat(20_000) })
  const file = join(root, 'httpd.conf')
  await writeFile(file, [
    'MaxRequestWorkers 25', 'ProxyStatus On', '<Location "/server-status">', 'SetHandler server-status', '</Location>',
    '<Proxy "balancer://one">', `BalancerMember http://127.0.0.1:${backend.port}`, '</Proxy>', 'ProxyPass /app balancer://one', ''
  ].join('\n'))
  const { port } = await startOurs(t, { files: [file], hosts: {} })
  const url = `http://127.0.0.1:${port}/server-status?auto`
  for (let i = 0; i < 7; i++) await (await fetch(`http://127.0.0.1:${port}/app`, { headers: { connection: 'close' } })).text()

  await t.test('prometheus-apache-exporter', async t => {
    const address = await freePort()
    const program = run(t, exporter, [`--telemetry.address=127.0.0.1:${address}`, `--scrape_uri=${url}`])
    await listening(program, address)
    const text = await (await fetch(`http://127.0.0.1:${address}/metrics`)).text()
    const values = new Map(text.split('\n').filter(line => line.startsWith('apache_')).map((line): [string, number] => {
      const at = line.lastIndexOf(' ')
      return [line.slice(0, at), Number(line.slice(at + 1))]
    }))
    t.match(Object.fromEntries(values), {
      apache_up: 1,
      apache_accesses_total: 7,
      'apache_workers{state="busy"}': 1,
      'apache_workers{state="idle"}': 24,
      'apache_scoreboard{state="idle"}': 24,
      'apache_scoreboard{state="reply"}': 1
    })
    t.ok(values.get('apache_sent_kilobytes_total')! >= 136, `${values.get('apache_sent_kilobytes_total')} kB`)
    t.match(text, /^apache_version .*2\.4|^apache_info\{.*version="Apache\/2\.4/m)
    t.notMatch(program.output(), /level=(?:error|warn)/)
  })

  await t.test('collectd', async t => {
    const config = join(root, 'collectd.conf')
    await writeFile(config, [
      'Hostname "test"', 'FQDNLookup false', 'Interval 1', `BaseDir "${root}"`, 'TypesDB "/usr/share/collectd/types.db"', 'LoadPlugin logfile',
      '<Plugin logfile>', 'LogLevel info', 'File stdout', '</Plugin>', 'LoadPlugin csv', '<Plugin csv>', `DataDir "${root}/csv"`, 'StoreRates false', '</Plugin>',
      'LoadPlugin apache', '<Plugin apache>', '<Instance "ours">', `URL "${url}"`, '</Instance>', '</Plugin>', ''
    ].join('\n'))
    const program = run(t, collectd, ['-f', '-C', config, '-P', join(root, 'collectd.pid')])
    const directory = join(root, 'csv/test/apache-ours')
    const last = async (name: string): Promise<number> => {
      const file = (await readdir(directory)).find(each => each.startsWith(name))!
      return Number((await readFile(join(directory, file), 'utf8')).trim().split('\n').at(-1)!.split(',')[1])
    }
    await eventually(async () => existsSync(directory) && (await readdir(directory)).some(name => name.startsWith('apache_scoreboard-sending')))
    await eventually(async () => !Number.isNaN(await last('apache_requests')))
    t.ok(await last('apache_requests') >= 8, 'those before, and the exporter\'s')
    t.ok(await last('apache_bytes') >= 140_000)
    t.equal(await last('apache_connections'), 1)
    t.equal(await last('apache_idle_workers'), 24)
    t.equal(await last('apache_scoreboard-waiting'), 24)
    t.equal(await last('apache_scoreboard-sending'), 1)
    await program.end()
    t.notMatch(program.output(), /error|failed/i)
  })

  await t.test('Munin', async t => {
    const ask = async (plugin: string, ...args: string[]): Promise<string> => {
      const program = run(t, join(munin, plugin), args, { url, ports: String(port), MUNIN_LIBDIR: '/usr/share/munin', MUNIN_PLUGSTATE: root })
      t.equal(await program.ended, 0, plugin)
      return program.output()
    }
    for (const plugin of ['apache_accesses', 'apache_processes', 'apache_volume']) t.equal(await ask(plugin, 'autoconf'), 'yes\n')
    t.match(await ask('apache_accesses'), new RegExp(`^accesses${port}\\.value (?:[89]|[1-9]\\d)\\n$`))
    t.equal(await ask('apache_processes'), `busy${port}.value 1\nidle${port}.value 24\nfree${port}.value 0\n`)
    t.match(await ask('apache_volume'), new RegExp(`^volume${port}\\.value 1[4-9]\\d{4}\\n$`))
  })
})
