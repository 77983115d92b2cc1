import { mkdtempSync, rmSync } from 'node:fs'
import { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Balancers, answered, begin, finish } from '@fastify-balancer/core'
import { Activity } from '@fastify-balancer/status'
import { CountedResponse, LogFiles, createAccessLogger, writeAccessLog } from 'fastify-balancer'
import type { Observer } from './serve-all.ts'

interface Way extends Observer {
  readonly close: () => Promise<void>
}

const formats: Readonly<Record<string, string>> = {
  'access log, common': '%h %l %u %t "%r" %>s %b',
  'access log, common with %O': '%h %l %u %t "%r" %>s %O',
  'access log, combined': '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"',
  'access log, combined with %O': '%h %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i"',
  'access log, combined and balancer': '%h %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i" %D %{BALANCER_WORKER_NAME}e %{BALANCER_WORKER_ROUTE}e %{BALANCER_ATTEMPTS}e'
}

const ignore = (): void => {}

const counters: Readonly<Record<string, () => Pick<Observer, 'observe' | 'ended'>>> = {
  nothing: () => ({ observe: ignore, ended: ignore }),
  'counters of server-status' () {
    const activity = new Activity(400, true)
    return {
      observe: (request, response) => { activity.begin(request, response) },
      ended: response => { activity.end(response) }
    }
  },
  'counters of metrics' () {
    const [member] = new Balancers(() => '').add('bench', { members: [{ url: 'http://a.local' }] }).members
    return {
      observe () { begin(member!, 'lbmethod') },
      ended () {
        answered(member!, 12.3, 200)
        finish(member!)
      }
    }
  }
}

export const ways: readonly string[] = [...Object.keys(formats), ...Object.keys(counters).filter(way => way !== 'nothing')]

export function prepare (way: string): Way {
  const format = formats[way]
  return format === undefined ? { ...counters[way]!(), Response: ServerResponse, remember: null, close: async () => {} } : prepareLog(format)
}

function prepareLog (format: string): Way {
  const directory = mkdtempSync(join(tmpdir(), 'bench-log-'))
  const files = new LogFiles(process.stderr)
  const logger = createAccessLogger([{ path: join(directory, 'access.log'), format, place: { file: 'bench', line: 1 } }], 'shop.example', files, false)
  return {
    Response: logger.countsBody ? CountedResponse : ServerResponse,
    observe: logger.observe,
    ended: writeAccessLog,
    remember: logger.remember,
    async close () {
      logger.close()
      await files.close()
      rmSync(directory, { recursive: true })
    }
  }
}
