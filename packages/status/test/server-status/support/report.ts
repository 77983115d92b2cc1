/** What a server of one process with three places tells; the figures are those that a real httpd once told. */
import { Balancers, snapshot } from '@fastify-balancer/core'
import type { PlaceFigures, ProcessFigures } from '../../../src/index.ts'
import { createReport } from '../../../src/server-status/report.ts'
import type { Report } from '../../../src/server-status/report.ts'

export const started = Date.UTC(2026, 10, 22, 15, 0, 30)

export function place (given: Partial<PlaceFigures> = {}): PlaceFigures {
  return {
    letter: '_',
    accesses: 1,
    bytes: 200_000,
    duration: 1.4,
    lastDuration: 1.4,
    client: '127.0.0.1',
    protocol: 'http/1.1',
    vhost: 'proxy.test:18095',
    at: started,
    request: 'GET /bulk/t?size=200000 HTTP/1.1',
    onConnection: 0,
    ...given
  }
}

export function processFigures (given: Partial<ProcessFigures> = {}): ProcessFigures {
  return {
    pid: 14151,
    startedAt: started,
    accesses: 20,
    bytes: 663 * 1024 + 1,
    duration: 15.2,
    cpu: { user: 0, system: 0 },
    busy: 1,
    idle: 2,
    letters: '_W_',
    connections: { total: 1, waitIo: 0, writing: 0, keepAlive: 0, closing: 0 },
    places: [place(), place({ letter: 'W', accesses: 0, request: 'GET /server-status?a<b HTTP/1.1', onConnection: 1 })],
    balancers: {},
    ...given
  }
}

export function report (given: Partial<Report> = {}, processes: readonly ProcessFigures[] = [processFigures()]): Report {
  const balancers = new Balancers(() => '')
  balancers.add('mycluster', {
    stickysession: 'ROUTEID',
    members: [{ url: 'http://127.0.0.1:18101', route: 'node1', loadfactor: 1.5 }, { url: 'http://127.0.0.1:18102/app', route: 'node2', redirect: 'node1', status: '+D', lbset: 1 }]
  })
  balancers.add('bulk', { stickysession: 'JSESSIONID|jsessionid', timeout: 3, lbmethod: 'bytraffic' })
  balancers.add('plain', {})
  return {
    ...createReport({
      serverName: 'proxy.test', serverVersion: 'Apache/2.4.71 (x)', serverBuilt: 'y', localAddress: '127.0.0.1', now: started + 1_999, processes, isExtended: true
    }, snapshot(balancers)),
    load: ['3.88', '4.21', '3.49'],
    ...given
  }
}
